"""Connections on which an answer goes out as it is written.

asyncio tells its sockets so only where they say that they speak TCP, and one that several workers share does not say
it: the body of every answer then waits some 40 ms, until the other side has acknowledged the head.
"""

import asyncio
import socket

from uvicorn.protocols.http.h11_impl import H11Protocol


class Prompt(H11Protocol):
    """One connection over HTTP."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Take a connection, and have nothing wait on it."""
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().connection_made(transport)
