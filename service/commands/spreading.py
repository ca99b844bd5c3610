"""What commands that spread work over a scheduler share: its options, and what does not go together."""

import re
from pathlib import Path
from typing import Annotated

import typer

SHARD_SIZE = 1_000_000
_ADDRESS = re.compile(r"(tcp|tls)://[^\s/]+:[0-9]{1,5}")

SchedulerOption = Annotated[
    str | None,
    typer.Option("--scheduler", metavar="tcp://HOST:PORT", help="Spread the work over a Dask scheduler's workers."),
]
ShardsOption = Annotated[
    Path | None,
    typer.Option("--shards", metavar="FOLDER", help="With --scheduler: a folder that every worker sees."),
]
ShardSizeOption = Annotated[
    int, typer.Option("--shard-size", min=1, max=100_000_000, help="With --scheduler: people per shard.")
]


def expect_scheduler(scheduler: str | None, shards: Path | None) -> tuple[str, Path] | None:
    """Where to spread work to and the folder that workers see, None where it is not spread. BadParameter."""
    if scheduler is None and shards is None:
        return None
    if scheduler is None or shards is None:
        raise typer.BadParameter("--scheduler and --shards go together", param_hint="--scheduler")
    if not _ADDRESS.fullmatch(scheduler):
        raise typer.BadParameter("expected tcp://HOST:PORT or tls://HOST:PORT", param_hint="--scheduler")
    return scheduler, shards
