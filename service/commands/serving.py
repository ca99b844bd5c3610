"""Command serve."""

from typing import Annotated

import typer
import uvicorn

from service.commands.shared import open_store

# Others come by a proxy, which speaks TLS.
LOOPBACK = "127.0.0.1"
# Seconds until a worker that does not answer its parent is replaced. With the five of uvicorn, workers of a busy
# machine were ended before they had started, over and over.
_PATIENCE = 60


def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on the loopback address.")] = 8000,
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="Processes; with RTCM_INDEX_FILE they share the memory of the index.")
    ] = 1,
) -> None:
    """Serve the HTTP API on this machine; a proxy that speaks TLS lets others in."""
    open_store().close()  # say what is wrong before the server starts
    uvicorn.run(
        "service.app:from_settings",
        factory=True,
        host=LOOPBACK,
        port=port,
        workers=workers,
        log_level="info",
        timeout_worker_healthcheck=_PATIENCE,
    )
