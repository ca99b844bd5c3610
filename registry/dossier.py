"""Everything that the pool holds of one person, for that person (format dossier/1)."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from pydantic import Field

from registry.consents import Purpose, in_force
from registry.domain import (
    Appraisal,
    Assignment,
    CertificateCase,
    Contest,
    Document,
    Fact,
    MemberCase,
    MemberStep,
    Offer,
    Role,
    Specialist,
)
from registry.history import Value
from registry.store import Event, Store

# Entries of the chain that changed no fact, and say who saw the person's facts.
_SEEN = frozenset({"export", "show"})


class Part(Fact):
    """What one past mission or training says of the person; nobody else who took part is named."""

    assignment: str
    title: str
    start: date = Field(alias="from")
    end: date = Field(alias="to")
    country: str | None
    role: Role | None
    trained: bool
    appraisals: tuple[Appraisal, ...]


class Standing(Fact):
    """Where consent to one purpose stands."""

    purpose: Purpose
    given: date | None
    until: date | None
    withdrawn: date | None
    terms: str
    in_force: bool


class Changed(Fact):
    """One field before and after, in the form of specialist/1; None where it was not there."""

    field: str
    before: Any
    after: Any


class Happened(Fact):
    """One entry of the history: who did what, when and why, and what it changed."""

    entry: int
    revision: int
    at: str
    op: str
    actor: str
    purpose: str
    changed: tuple[Changed, ...]


class Seen(Fact):
    """Somebody was shown what the pool holds of the person."""

    at: str
    op: str
    actor: str
    purpose: str


class Dossier(Fact):
    """Everything about one person at one revision."""

    schema_: Literal["dossier/1"] = Field(default="dossier/1", alias="schema")
    on: date
    epoch: str
    revision: int
    profile: Specialist
    parts: tuple[Part, ...]
    excluded_from: tuple[str, ...]
    consents: tuple[Standing, ...]
    history: tuple[Happened, ...]
    seen: tuple[Seen, ...]
    diary: tuple[MemberStep, ...]
    certificates: tuple[CertificateCase, ...]
    offers: tuple[Offer, ...]
    contests: tuple[Contest, ...]
    documents: tuple[Document, ...]


def dossier(store: Store, id: str, on: date) -> Dossier:
    """Gather everything about one specialist; NotFound."""
    profile = store.specialist(id)
    epoch, revision = store.revision()
    events = list(store.record.events(id))
    return Dossier(
        on=on,
        epoch=epoch,
        revision=revision,
        profile=profile,
        parts=tuple(_part(each, id) for each in store.assignments_of(id)),
        excluded_from=tuple(each.id for each in store.missions() if id in each.exclude.specialists),
        consents=tuple(_standing(profile, purpose, on) for purpose in Purpose),
        history=tuple(_happened(event) for event in events if event.entry.op not in _SEEN),
        seen=tuple(_seen(event) for event in events if event.entry.op in _SEEN),
        diary=tuple(step for case in store.cases.find(MemberCase, specialist=id) for step in case.diary),
        certificates=tuple(store.cases.find(CertificateCase, specialist=id)),
        offers=tuple(store.cases.find(Offer, specialist=id)),
        contests=tuple(store.cases.find(Contest, specialist=id)),
        documents=tuple(store.documents.of(id)),
    )


def changed(before: Value | None, after: Value | None) -> tuple[Changed, ...]:
    """The fields that differ, in the order of the format."""
    was, now = _document(before), _document(after)
    names = dict.fromkeys([*was, *now])
    differ = [name for name in names if was.get(name) != now.get(name)]
    return tuple(Changed(field=name, before=was.get(name), after=now.get(name)) for name in differ)


def _document(value: Value | None) -> dict[str, Any]:
    return {} if value is None else value.model_dump(mode="json", exclude_defaults=True)


def _part(assignment: Assignment, id: str) -> Part:
    roles = (member.role for member in assignment.team if member.specialist == id)
    return Part(
        assignment=assignment.id,
        title=assignment.title,
        start=assignment.start,
        end=assignment.end,
        country=assignment.country,
        role=next(roles, None),
        trained=id in assignment.trainees,
        appraisals=_of(assignment.appraisals, id),
    )


def _of(appraisals: Iterable[Appraisal], id: str) -> tuple[Appraisal, ...]:
    return tuple(said for said in appraisals if said.specialist == id)


def _standing(profile: Specialist, purpose: Purpose, on: date) -> Standing:
    consent = getattr(profile.consent, purpose)
    if consent is None:
        return Standing(purpose=purpose, given=None, until=None, withdrawn=None, terms="", in_force=False)
    return Standing(purpose=purpose, in_force=in_force(consent, on), **consent.model_dump())


def _happened(event: Event) -> Happened:
    entry = event.entry
    return Happened(
        entry=entry.seq,
        revision=entry.rev,
        at=entry.at,
        op=entry.op,
        actor=entry.actor,
        purpose=entry.purpose,
        changed=changed(event.before, event.after),
    )


def _seen(event: Event) -> Seen:
    return Seen(at=event.entry.at, op=event.entry.op, actor=event.entry.actor, purpose=event.entry.purpose)
