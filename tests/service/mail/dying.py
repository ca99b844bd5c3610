"""Senders that are killed at one exact step: a process without threads that forks one child per step.

``python -m tests.service.mail.dying PORT STEP=URL...``: step N of a child is before (even) or after (odd) the Nth
transaction of its outbox; it kills itself there with SIGKILL, so that nothing is tidied up.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from registry.store import Outbox, Store
from service.mail.sending import Sender, Server
from tests.service.mail.letters import COMPOSER, NOW

# What a child that lived to the end of its round answers: its step was never reached.
SURVIVED = 3
_TRANSACTIONS = frozenset({"take", "hand_over", "sent"})


class Dying(Outbox):
    """An outbox whose holder is killed at a step."""

    def __init__(self, engine: Any, step: int) -> None:
        super().__init__(engine)
        self.left = step

    def __getattribute__(self, name: str) -> Any:
        found = super().__getattribute__(name)
        return self._around(found) if name in _TRANSACTIONS else found

    def _around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def called(*arguments: Any) -> Any:
            self._step()
            answer = call(*arguments)
            self._step()
            return answer

        return called

    def _step(self) -> None:
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1


def _send_and_die(url: str, port: int, step: int) -> None:
    with Store.open(url) as store:
        server = Server("127.0.0.1", port, starttls=False, timeout=5.0)
        sender = Sender(Dying(store._engine, step), COMPOSER, server, "pool@rtcm.example", lambda: NOW)
        asyncio.run(sender.send_round())
    os._exit(SURVIVED)


def main() -> None:
    """One child after another; a line each with how it ended."""
    port = int(sys.argv[1])
    for each in sys.argv[2:]:
        step, url = each.split("=", 1)
        child = os.fork()
        if child == 0:
            _send_and_die(url, port, int(step))
        _, status = os.waitpid(child, 0)
        ended = f"{os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else f"ended {os.WEXITSTATUS(status)}"
        sys.stdout.write(f"{step} {ended}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
