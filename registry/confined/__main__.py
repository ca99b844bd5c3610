"""The child process: takes its limits first, parses one file, and writes what it found as JSON Lines."""

import json
import resource
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from registry.confined.pdf import pages
from registry.confined.word import passages
from registry.confined.workbook import rows

PARSERS: dict[str, Callable[[Path], Iterator[dict[str, Any]]]] = {"xlsx": rows, "docx": passages, "pdf": pages}


def main(kind: str, path: str, memory: int, seconds: int, written: int) -> None:
    """Parse ``path`` in at most ``memory`` bytes, ``seconds`` of CPU and ``written`` bytes of answer."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    # The first second over the limit ends the process with a signal, the next one without asking.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for found in PARSERS[kind](Path(path)):
        sys.stdout.write(json.dumps(found, default=str) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6]))
