"""What a mission gathers on its way: its case, the appraisals asked for, the decision on each seat, a contest."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import AwareDatetime, Field

from registry.domain.assignment import Appraisal, AppraisedBy
from registry.domain.base import Case, Fact, Id, Line, MissionPart, Text
from registry.domain.mission import Mission
from registry.domain.states import MissionState, Reason

Count = Annotated[int, Field(strict=True, ge=1)]
Account = Annotated[Line, Field(min_length=1)]


class StepTaken(Fact):
    """One step of a case: what happened, by whom, when, on which ground."""

    event: Line
    before: Line
    after: Line
    by: Account
    at: AwareDatetime
    reason: Reason | None = None
    comment: Text | None = None


class MissionCase(Case):
    """How far a mission has come; ``id`` is that of the mission.

    ``versions`` are the texts that were approved, the first one version 1; a shortlist of an earlier one is stale.
    """

    state: MissionState = MissionState.DRAFT
    requester: Account
    planner: Account | None = None
    urgent: bool = False
    versions: tuple[Mission, ...] = ()
    report: Text | None = None
    diary: tuple[StepTaken, ...] = ()

    @property
    def standing(self) -> str:
        """The state in which it is."""
        return self.state.value

    @property
    def version(self) -> int:
        """The version in force, 0 before the approval."""
        return len(self.versions)


class AppraisalForm(MissionPart):
    """An appraisal that somebody was asked for; ``appraisal`` once it is given."""

    by: AppraisedBy
    author: Account
    asked: AwareDatetime
    appraisal: Appraisal | None = None

    @property
    def standing(self) -> str:
        """Asked or given."""
        return "asked" if self.appraisal is None else "given"


class Ranked(Fact):
    """One place of a whole ranking; ``score`` in points of 100."""

    specialist: Id
    score: float


class Choice(Fact):
    """Whom a planner put on the list of a seat, from which rank, and why; a reason is given for rank 1 too."""

    specialist: Id
    rank: Count
    reason: Annotated[Text, Field(min_length=1)]


class Excluded(Fact):
    """Why people were left out, and how many."""

    reason: Line
    count: Annotated[int, Field(strict=True, ge=0)]


class Decision(Case):
    """The dossier of one seat: everything needed to see, and to repeat, how the list came about.

    ``answer`` is the SHA-256 of the shortlist as it was shown, with ``top`` people; ``ranking`` is the whole order.
    ``drawn`` is when the planner first saw the list, ``at`` when the choice was made.
    """

    mission: Id
    version: Count
    seat: Count
    policy: dict[str, Any]
    policy_hash: Line
    epoch: Line
    revision: int
    code: Line
    top: Count
    answer: Line
    ranking: tuple[Ranked, ...]
    excluded: tuple[Excluded, ...]
    chosen: tuple[Choice, ...]
    by: Account
    drawn: AwareDatetime
    at: AwareDatetime
    stale: bool = False

    @property
    def standing(self) -> str:
        """Whether it is of the version in force."""
        return "stale" if self.stale else "current"


class ContestState(StrEnum):
    """What became of a contest."""

    OPEN = "open"
    UPHELD = "upheld"
    REJECTED = "rejected"


class Contest(MissionPart):
    """A specialist's objection to a decision; somebody other than who decided answers it."""

    decision: Id
    text: Annotated[Text, Field(min_length=1)]
    opened: AwareDatetime
    state: ContestState = ContestState.OPEN
    reviewer: Account | None = None
    answered: AwareDatetime | None = None
    answer: Text | None = None

    @property
    def standing(self) -> str:
        """The state in which it is."""
        return self.state.value
