"""A real ``rtcm serve`` on loopback, as benchmarks ask it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

ROOT = Path(__file__).parents[1]
# Seconds until all workers have read a large pool for the first time.
_PATIENCE = 600


@contextmanager
def served(url: str, folder: Path, workers: int) -> Iterator[str]:
    """The address of a server with some workers, over the pool of a database; what it says goes to ``folder``."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "service", "serve", "--port", str(port), "--workers", str(workers)]
    settings = {"RTCM_DATABASE_URL": url, "RTCM_INDEX_FILE": str(folder / "pool.index")}
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings}, stdout=log, stderr=log)
        try:
            _wait(f"http://127.0.0.1:{port}/readyz", server, folder / "log")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait()


def _wait(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    limit, last = time.monotonic() + _PATIENCE, "nothing was answered"
    while time.monotonic() < limit and server.poll() is None:
        try:
            answer = httpx2.get(address, timeout=60)
            if answer.status_code == 200:
                return
            last = f"{answer.status_code} {answer.text[:500]}"
        except httpx2.TransportError as fault:
            last = repr(fault)
        time.sleep(0.2)
    raise SystemExit(f"the server did not become ready, last: {last}\n{log.read_text()[-2000:]}")
