"""Running the real command: in this process wherever that says the same, as its own process where it matters."""

import io
import os
import subprocess
import sys
import traceback
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from service import cli

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str


def rtcm(*arguments: object, url: str | None = None, cwd: Path = ROOT) -> Ran:
    """Run ``rtcm`` in this process; without ``url`` on the database that the environment names.

    The entry, arguments, environment, folder, streams and exit codes are those of a process of its own: a test holds
    both against each other. Only what a process does to itself (signals, limits, pipes) needs ``process``.
    """
    out, err = _stream(), _stream()
    with pytest.MonkeyPatch.context() as patch, chdir(cwd), redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", ["rtcm", *map(str, arguments)])
        # A usage line names the program by how it was started, and that was a test run.
        patch.setattr(sys.modules["__main__"], "__package__", None)
        if url is not None:
            patch.setenv("RTCM_DATABASE_URL", url)
        code = _exit_code()
    return Ran(code, _said(out), _said(err))


def process(*arguments: object, url: str, cwd: Path = ROOT) -> Ran:
    """Run ``rtcm`` as a user does."""
    return _ended(start(*arguments, url=url, cwd=cwd))


def start(*arguments: object, url: str, cwd: Path = ROOT) -> "subprocess.Popen[str]":
    """Start ``rtcm`` and go on."""
    return _started(["-m", "service", *map(str, arguments)], url, cwd)


def python(*arguments: str, url: str, cwd: Path = ROOT) -> Ran:
    """Run Python with the settings of a user."""
    return _ended(_started(list(arguments), url, cwd))


def _exit_code() -> int:
    """What Python would end with, and what it would say of a fault that nobody caught."""
    try:
        cli.main()
    except SystemExit as ended:
        if isinstance(ended.code, str):
            sys.stderr.write(f"{ended.code}\n")
            return 1
        return ended.code or 0
    except Exception:  # whatever a process would end with, a traceback and 1, as this one does not end
        traceback.print_exc()
        return 1
    return 0


def _stream() -> io.TextIOWrapper:
    """A pipe's end: bytes below, UTF-8 above, no terminal."""
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def _said(stream: io.TextIOWrapper) -> str:
    """What was written, read as a pipe is read."""
    stream.seek(0)
    return stream.read()


def _started(arguments: list[str], url: str, cwd: Path) -> "subprocess.Popen[str]":
    env = {**os.environ, "RTCM_DATABASE_URL": url, "PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, *arguments], cwd=cwd, env=env, stdout=pipe, stderr=pipe, text=True)


def _ended(process: "subprocess.Popen[str]") -> Ran:
    out, err = process.communicate(timeout=110)
    return Ran(process.returncode, out, err)
