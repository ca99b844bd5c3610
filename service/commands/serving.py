"""Command serve."""

from typing import Annotated

import typer
import uvicorn

from service.commands.shared import open_store

# Without accounts nobody but this machine may ask.
LOOPBACK = "127.0.0.1"


def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on the loopback address.")] = 8000,
) -> None:
    """Serve the HTTP API on this machine only, until accounts keep others out."""
    open_store().close()  # say what is wrong before the server starts
    uvicorn.run("service.app:from_settings", factory=True, host=LOOPBACK, port=port, log_level="info")
