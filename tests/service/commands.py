"""Running the real command as its own process."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str


def start(*arguments: object, url: str, cwd: Path = ROOT) -> "subprocess.Popen[str]":
    """Start ``rtcm`` and go on."""
    return _started(["-m", "service", *map(str, arguments)], url, cwd)


def rtcm(*arguments: object, url: str, cwd: Path = ROOT) -> Ran:
    """Run ``rtcm`` as a user does."""
    return _ended(start(*arguments, url=url, cwd=cwd))


def python(*arguments: str, url: str, cwd: Path = ROOT) -> Ran:
    """Run Python with the settings of a user."""
    return _ended(_started(list(arguments), url, cwd))


def _started(arguments: list[str], url: str, cwd: Path) -> "subprocess.Popen[str]":
    env = {**os.environ, "RTCM_DATABASE_URL": url, "PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, *arguments], cwd=cwd, env=env, stdout=pipe, stderr=pipe, text=True)


def _ended(process: "subprocess.Popen[str]") -> Ran:
    out, err = process.communicate(timeout=110)
    return Ran(process.returncode, out, err)
