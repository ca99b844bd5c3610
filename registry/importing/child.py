"""Asks the confined process for the content of one file; a file that takes too much of it is refused."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import registry
from registry.importing.reading import Unreadable

_ROOT = Path(registry.__file__).parents[1]


@dataclass(frozen=True)
class Limits:
    """What the process may take: bytes of memory, seconds of CPU, seconds by the clock, bytes of answer."""

    memory: int = 1_000_000_000
    seconds: int = 60
    clock: int = 90
    written: int = 500_000_000


LIMITS = Limits()


def parsed(kind: str, path: Path, limits: Limits = LIMITS) -> Iterator[dict[str, Any]]:
    """What the process found, one thing at a time; Unreadable when the file is damaged or takes too much."""
    # A file without a name, of this user alone: what stands in it may be personal.
    with tempfile.TemporaryFile() as answer:
        _run(kind, path, limits, answer)
        answer.seek(0)
        for line in answer:
            found = json.loads(line)
            if "refused" in found:
                raise Unreadable(None, found["refused"], found.get("found", ""))
            yield found


def _run(kind: str, path: Path, limits: Limits, answer: Any) -> None:
    command = [sys.executable, "-P", "-m", "registry.confined", kind, str(path.absolute())]
    command += [str(number) for number in (limits.memory, limits.seconds, limits.written)]
    # The settings of the pool, and its passwords, are none of the child's business.
    env = {"PYTHONPATH": str(_ROOT), "PATH": os.defpath, "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"}
    try:
        ran = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=answer,
            stderr=subprocess.PIPE,
            env=env,
            timeout=limits.clock,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _too_much(kind, limits) from None
    said = ran.stderr.decode("utf-8", "replace").strip().splitlines() or [""]
    if ran.returncode < 0 or "MemoryError" in said[-1] or "File too large" in said[-1]:
        raise _too_much(kind, limits)
    if ran.returncode:
        raise Unreadable(None, f"expected a whole .{kind} file; this one is damaged: {said[-1][:200]}")


def _too_much(kind: str, limits: Limits) -> Unreadable:
    expected = f"expected a .{kind} file that can be read in {limits.memory:,} bytes of memory and {limits.seconds} s"
    return Unreadable(None, f"{expected}; this one takes more")
