"""Long work as the registry keeps it: who asked for what, how far it is, and what came of it."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import AwareDatetime, Field

from registry.domain.base import Fact, Line


class JobState(StrEnum):
    """How far long work has come."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(Fact):
    """One piece of long work; ``done`` of ``total`` steps, ``seen`` when whoever works on it last said so.

    ``asked`` and ``answer`` are JSON of the kind's own; ``problem`` says why there is no answer.
    """

    id: Line
    kind: Line
    account: Line
    state: JobState = JobState.RUNNING
    done: Annotated[int, Field(ge=0)] = 0
    total: Annotated[int, Field(ge=1)] = 1
    began: AwareDatetime
    seen: AwareDatetime
    asked: dict[str, Any]
    answer: dict[str, Any] | None = None
    problem: Line = ""
