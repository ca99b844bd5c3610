"""The service as it runs for people: ``rtcm serve`` as a process of its own, which can be killed and started again."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Self

from service.mail.sending import Server as MailServer
from tests.service.commands import ROOT

_START_SECONDS = 300
# Signs the links of mails; of this test alone.
_SECRET = "sample secret of a story in a browser, for no other use"


class Served:
    """A running service over one database, with mails to one server; ``url`` stays when it is started again."""

    def __init__(self, database: str, mail: MailServer, log: Path) -> None:
        self._port = _free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._log = log
        self._env = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "RTCM_DATABASE_URL": database,
            "RTCM_PUBLIC_URL": self.url,
            "RTCM_SECRET_KEY": _SECRET,
            "RTCM_MAIL_FROM": "pool@example.org",
            "RTCM_SMTP_HOST": mail.host,
            "RTCM_SMTP_PORT": str(mail.port),
            "RTCM_SMTP_STARTTLS": "false",
        }
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Start, and wait until it answers."""
        with self._log.open("ab") as log:
            command = [sys.executable, "-m", "service", "serve", "--port", str(self._port)]
            self._process = subprocess.Popen(command, env=self._env, stdout=log, stderr=log)
        limit = time.monotonic() + _START_SECONDS
        try:
            while not self._answers():
                assert self._process.poll() is None, self._log.read_text()
                assert time.monotonic() < limit, self._log.read_text()
                time.sleep(0.1)
        except BaseException:
            self._process.kill()
            raise
        return self

    def __exit__(self, *fault: object) -> None:
        """Stop it the way an operator does."""
        assert self._process is not None
        self._process.terminate()
        self._process.wait(timeout=30)

    def killed_and_started_again(self) -> None:
        """End it at once, before it can tidy up, and start it anew."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(timeout=30)
        self.__enter__()

    def faults(self) -> list[str]:
        """What the log tells of requests that failed on our side."""
        return [line for line in self._log.read_text().splitlines() if " 500" in line or line.startswith("Traceback")]

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
