"""Command serve."""

import os
from typing import Annotated

import typer
import uvicorn

from service.auth.set_up import TOLD, new_code
from service.commands.shared import open_store, say
from service.http.prompt import Prompt
from service.settings import Settings

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
    with open_store() as store:  # say what is wrong before the server starts
        nobody = store.accounts.none()
    if nobody and Settings().set_up_code is None:
        _draw_code()
    uvicorn.run(
        "service.app:from_settings",
        factory=True,
        host=LOOPBACK,
        port=port,
        workers=workers,
        log_level="info",
        timeout_worker_healthcheck=_PATIENCE,
        http=Prompt,
    )


def _draw_code() -> None:
    """Draw the code for /set-up once: every worker reads the same one from its settings."""
    code = new_code()
    os.environ["RTCM_SET_UP_CODE"] = code
    say(TOLD % code)
