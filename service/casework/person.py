"""One person inside a write transaction: their profile, the diary of their membership, and who may act on them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from registry.domain import Axis, MemberCase, MemberStep, Reason, Specialist, Vetting
from registry.errors import NotFound
from registry.lifecycle import Context, Office, Step
from registry.store import Store, Writing
from service.auth.who import Who
from service.casework.acting import in_person


def concerns(who: Who, profile: Specialist) -> bool:
    """Whether a person is somebody's to act on: their own, any for a registrar, their people for a focal point."""
    if who.specialist == profile.id or who.holds(Office.REGISTRAR):
        return True
    return who.holds(Office.FOCAL_POINT) and who.organisation is not None and profile.organisation == who.organisation


def concerned(store: Store, who: Who, id: str) -> Specialist:
    """The profile of somebody whom one may act on; NotFound, also when they are not."""
    profile = store.specialist(id)
    if not concerns(who, profile):
        raise NotFound("specialist", id)
    return profile


def diary(store: Store, id: str) -> list[MemberStep]:
    """Every step of a member, the oldest first; those of entries that were merged into it too."""
    steps = [step for case in store.cases.find(MemberCase, specialist=id) for step in case.diary]
    return sorted(steps, key=lambda step: step.at)


@dataclass
class Person:
    """A specialist while somebody works on them; ``keep`` and ``note`` write, nothing else does."""

    writing: Writing
    who: Who
    now: datetime
    profile: Specialist

    @classmethod
    def on(cls, writing: Writing, who: Who, now: datetime, id: str) -> "Person":
        """Take up a profile; NotFound."""
        found = writing.stored_specialists({id})
        if not found:
            raise NotFound("specialist", id)
        return cls(writing, who, now, found[0])

    @property
    def own(self) -> bool:
        """Whether whoever acts is this person."""
        return self.who.specialist == self.profile.id

    def context(self, **more: Any) -> Context:
        """What every guard about a person may ask."""
        own = {"actor": in_person(self.who), "specialist": self.profile.id, "on": self.now.date(), "now": self.now}
        return Context(**{**own, **more})

    def keep(self, profile: Specialist) -> None:
        """Change the profile; nothing where it stays as it is."""
        if profile != self.profile:
            self.writing.update_specialist(profile, self.writing.version("specialist", profile.id))
            self.profile = profile

    def note(self, axis: Axis, taken: Step, about: str | None = None, **changed: Any) -> None:
        """Put a step into the diary; ``changed`` is what else the case shall hold."""
        self.enter(axis, taken.event, (taken.before, taken.after), taken.reason, taken.comment, about, **changed)

    def enter(
        self,
        axis: Axis,
        event: str,
        states: tuple[str, str],
        reason: Reason | None = None,
        comment: str = "",
        about: str | None = None,
        **changed: Any,
    ) -> None:
        """Put a line into the diary; ``states`` are those before and after."""
        before, after = states
        line = MemberStep(
            axis=axis,
            event=event,
            before=before,
            after=after,
            by=self.who.account,
            at=self.now,
            reason=reason,
            comment=comment or None,
            about=about,
        )
        case = self.case
        told: dict[str, Any] = {"diary": (*case.diary, line), "vetting": Vetting(self.profile.vetting), **changed}
        self.writing.cases.put(case.model_copy(update=told))

    @property
    def case(self) -> MemberCase:
        """The newest case of this person, a new one where there is none."""
        held = self.writing.cases.find(MemberCase, specialist=self.profile.id)
        if held:
            return held[-1]
        case = MemberCase(id=self.writing.cases.next_id(MemberCase), specialist=self.profile.id)
        self.writing.cases.add(case)
        return case
