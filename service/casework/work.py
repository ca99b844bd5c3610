"""One mission inside a write transaction: its case, its text in force, its candidacies and offers."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from registry.domain import Candidacy, CandidacyState, Mission, MissionCase, Offer, OfferState, StepTaken
from registry.lifecycle import Context, Office, Step
from registry.store import Writing
from service.auth.who import Who

# Who still takes part, and who has a seat for certain.
OPEN = (
    CandidacyState.PROPOSED,
    CandidacyState.CONSIDERED,
    CandidacyState.SHORTLISTED,
    CandidacyState.OFFERED,
    CandidacyState.ACCEPTED,
    CandidacyState.CONFIRMED,
    CandidacyState.DEPLOYED,
)
ENGAGED = (
    CandidacyState.ACCEPTED,
    CandidacyState.CONFIRMED,
    CandidacyState.DEPLOYED,
    CandidacyState.COMPLETED,
)
# Whoever holds a place of a seat: an open offer holds it too.
HOLDING = (CandidacyState.OFFERED, *ENGAGED)


@dataclass
class Work:
    """A mission while somebody works on it; ``keep`` and ``move`` write, nothing else does."""

    writing: Writing
    who: Who
    now: datetime
    case: MissionCase

    @classmethod
    def on(cls, writing: Writing, who: Who, now: datetime, mission: str) -> "Work":
        """Take up the case of a mission; NotFound."""
        return cls(writing, who, now, writing.cases.get(MissionCase, mission))

    @cached_property
    def mission(self) -> Mission:
        """The version in force; before the approval the text on file."""
        return self.case.versions[-1] if self.case.versions else self.on_file

    @property
    def on_file(self) -> Mission:
        """The text as the requester has it now."""
        (mission,) = self.writing.stored_missions([self.case.id])
        return mission

    def candidacies(self, *states: CandidacyState, seat: int | None = None) -> list[Candidacy]:
        """Those of this mission, of some states and one seat where told."""
        found = self.writing.cases.find(Candidacy, mission=self.case.id, seat=seat, states=states or None)
        return sorted(found, key=lambda each: (each.seat, each.rank or 0, each.id))

    def offers(self, *states: OfferState, candidacy: str | None = None) -> list[Offer]:
        """Those of this mission, of some states and one candidacy where told."""
        found = self.writing.cases.find(Offer, mission=self.case.id, states=states or None)
        return [each for each in found if candidacy in (None, each.candidacy)]

    def places_left(self, seat: int) -> int:
        """How many people a seat still needs, open offers counted as taken."""
        return self.mission.seats[seat - 1].count - len(self.candidacies(*HOLDING, seat=seat))

    def context(self, **more: Any) -> Context:
        """What every guard of a mission may ask; ``more`` is what one step knows."""
        return Context(
            actor=self.who.account,
            requester=self.case.requester,
            on=self.now.date(),
            now=self.now,
            starts=self.mission.window.start,
            **more,
        )

    def context_of(self, specialist: str, **more: Any) -> Context:
        """The same for a step that is about one person; whoever it is acts in person."""
        acting = self.who.specialist == specialist
        return replace(self.context(**more), specialist=specialist, actor=specialist if acting else self.who.account)

    def as_planner(self) -> "Work":
        """The same where a planner's step follows from what somebody else did."""
        return replace(self, who=replace(self.who, roles=frozenset({Office.PLANNER})))

    def keep(self, **changed: Any) -> None:
        """Change the case."""
        self.case = self.case.model_copy(update=changed)
        self.writing.cases.put(self.case)

    def move(self, taken: Step, **changed: Any) -> None:
        """Bring the case to where a step leads, with a line in its diary."""
        line = StepTaken(
            event=taken.event,
            before=taken.before,
            after=taken.after,
            by=self.who.account,
            at=self.now,
            reason=taken.reason,
            comment=taken.comment or None,
        )
        self.keep(state=taken.after, diary=(*self.case.diary, line), **changed)

    def seats(self) -> Iterable[int]:
        """The numbers of the seats, from 1."""
        return range(1, len(self.mission.seats) + 1)
