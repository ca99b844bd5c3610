"""A server in a thread on a free port of the loopback address."""

import socket
import threading
import time
from typing import Self

import uvicorn
from fastapi import FastAPI


class Server:
    """A running server; ``url`` is where it is reached."""

    def __init__(self, app: FastAPI) -> None:
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]})

    def __enter__(self) -> Self:
        """Start, and wait until it answers."""
        self._thread.start()
        while not self._server.started:
            time.sleep(0.02)
            assert self._thread.is_alive(), "the server did not start"
        return self

    def __exit__(self, *fault: object) -> None:
        """Stop."""
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()
