"""Writing a generated pool to files."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from registry.exporting import json_line, open_for_writing
from registry.sample import sample_pool


def write_sample(
    specialists: int, seed: int, out: Path, assignments: Path | None, progress: Callable[[int, int], None]
) -> str:
    """Stream a generated pool into JSON Lines files; say what was written."""
    done, events = 0, 0
    with ExitStack() as files:
        people = files.enter_context(open_for_writing(out))
        past = files.enter_context(open_for_writing(assignments)) if assignments else None
        for block in sample_pool(specialists, seed):
            people.writelines(map(json_line, block.specialists))
            done += len(block.specialists)
            if past is not None:
                past.writelines(map(json_line, block.assignments))
                events += len(block.assignments)
            progress(done, specialists)
    also = f" and {events} assignments to {assignments}" if assignments else ""
    return f"Wrote {done} generated specialists to {out}{also}"
