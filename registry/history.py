"""What the chain keeps of each change: the fact as it became, people by their subject, what is theirs sealed.

A profile is sealed whole, and so is casework that is about one person. A mission, its case, an assignment or the
decision on a seat is kept open, for it belongs to many: it names people by subject, and what was judged of one of them
is sealed under that one's key. Where a key is gone, its person is a
former member without a face, and what was sealed is not there.
"""

import base64
import json
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from registry.casework import KINDS
from registry.domain import Appraisal, Assignment, Case, Decision, Mission, MissionCase, PersonalCase, Specialist
from registry.sealing import seal, unseal
from registry.snapshot import Snapshot

PoolFact = Specialist | Mission | Assignment
Value = PoolFact | Case
# Kind of an entry -> what it holds: the facts of the pool, and casework.
FACTS: Mapping[str, type[PoolFact]] = {"specialist": Specialist, "mission": Mission, "assignment": Assignment}
MODELS: Mapping[str, type[Value]] = {**FACTS, **KINDS}
_FORMER = "former-"
# Before a subject in a document where ids may stand anywhere; no id begins like this.
_SUBJECT = "~subject:"
_LEVEL = 1
# What may stand for somebody in a document, alone or after the mark; what only looks alike is nobody's.
_SUBJECT_LIKE = re.compile(rb'[":]([0-9a-f]{16})"')


class Person(NamedTuple):
    """A specialist as the chain knows one."""

    id: str
    subject: str
    key: bytes


@dataclass(frozen=True)
class Pool:
    """The pool as it was at one revision, each noun by id."""

    epoch: str
    revision: int
    specialists: tuple[Specialist, ...]
    missions: tuple[Mission, ...]
    assignments: tuple[Assignment, ...]

    def snapshot(self) -> Snapshot:
        """The same as columns: equal to the snapshot that was taken then."""
        return Snapshot.of(self.specialists, self.assignments, self.epoch, self.revision)


def named(value: Value) -> set[str]:
    """The ids of the specialists that a fact is about."""
    if isinstance(value, Specialist):
        return {value.id}
    if isinstance(value, PersonalCase):
        return {value.specialist}
    if isinstance(value, Decision):
        return {each.specialist for each in value.ranking} | {each.specialist for each in value.chosen}
    if isinstance(value, MissionCase):
        return {id for version in value.versions for id in version.exclude.specialists}
    if isinstance(value, Mission):
        return {*value.exclude.specialists}
    return value.people if isinstance(value, Assignment) else set()


def swapped(document: Any, name: Callable[[str], str]) -> Any:
    """A JSON document in which every text has become what ``name`` makes of it."""
    if isinstance(document, dict):
        return {key: swapped(value, name) for key, value in document.items()}
    if isinstance(document, list):
        return [swapped(value, name) for value in document]
    return name(document) if isinstance(document, str) else document


def former(subject: str) -> Specialist:
    """Who stands in the place of somebody who left, so that the facts of others stand."""
    name = {"family": "Former member"}
    return Specialist.model_validate(
        {"schema": "specialist/1", "id": f"{_FORMER}{subject}", "name": name, "vetting": "removed"}
    )


def is_former(id: str) -> bool:
    """Whether an id is that of somebody who stands in the place of one who left."""
    return id.startswith(_FORMER)


def replaced(assignment: Assignment, id: str, other: str) -> Assignment:
    """An assignment with ``other`` in the place of a specialist, and without what was said of that one."""
    team = tuple(
        each.model_copy(update={"specialist": other}) if each.specialist == id else each for each in assignment.team
    )
    trainees = tuple(other if each == id else each for each in assignment.trainees)
    said = tuple(each for each in assignment.appraisals if each.specialist != id)
    return assignment.model_copy(update={"team": team, "trainees": trainees, "appraisals": said})


def packed(value: Value, people: Mapping[str, Person]) -> bytes:
    """A fact as the chain keeps it; ``people`` holds everybody whom it names, by id."""
    if isinstance(value, Specialist):
        return seal(people[value.id].key, value.model_dump_json(exclude_defaults=True).encode())
    if isinstance(value, PersonalCase):
        return _compressed(_hidden(value.model_dump(mode="json", exclude_defaults=True), people[value.specialist]))
    document = value.model_dump(mode="json", exclude_defaults=True)
    if isinstance(value, Assignment):
        _hide_people(document, people)
    elif isinstance(value, Decision | MissionCase):
        hidden = {id: f"{_SUBJECT}{people[id].subject}" for id in named(value)}
        document = swapped(document, lambda text: hidden.get(text, text))
    elif isinstance(value, Mission) and value.exclude.specialists:
        document["exclude"]["specialists"] = [people[id].subject for id in value.exclude.specialists]
    return _compressed(document)


def _compressed(document: Any) -> bytes:
    return zlib.compress(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode(), _LEVEL)


def _hide_people(document: dict[str, Any], people: Mapping[str, Person]) -> None:
    for member in document["team"]:
        member["specialist"] = people[member["specialist"]].subject
    if "trainees" in document:
        document["trainees"] = [people[id].subject for id in document["trainees"]]
    if "appraisals" in document:
        document["appraisals"] = [_hidden(said, people[said["specialist"]]) for said in document["appraisals"]]


def _hidden(said: dict[str, Any], person: Person) -> dict[str, str]:
    sealed = seal(person.key, json.dumps(said, ensure_ascii=False).encode())
    return {"of": person.subject, "sealed": base64.b64encode(sealed).decode()}


def subjects(kind: str, subject: str, payload: bytes | None) -> set[str]:
    """Whom one must know to open what the chain holds of a fact, by subject; some may be nobody's."""
    if kind == "specialist" or payload is None:
        return {subject}
    return {found.decode() for found in _SUBJECT_LIKE.findall(zlib.decompress(payload))}


@dataclass
class Unpacking:
    """Opens what the chain holds, with the keys that are left; ``faceless`` gathers the subjects without one."""

    people: Mapping[str, Person]  # by subject
    faceless: set[str] = field(default_factory=set)

    def value(self, kind: str, subject: str, payload: bytes) -> Value | None:
        """A fact as it became, None for what was sealed with a key that is gone; DamagedSeal when it does not open."""
        if kind == "specialist":
            person = self.people.get(subject)
            return None if person is None else Specialist.model_validate_json(unseal(person.key, payload))
        document = json.loads(zlib.decompress(payload))
        if kind in KINDS:
            return self._case(KINDS[kind], document)
        if kind == "mission":
            if "specialists" in document.get("exclude", {}):
                document["exclude"]["specialists"] = [self._id(each) for each in document["exclude"]["specialists"]]
            return Mission.model_validate(document)
        self._show_people(document)
        return Assignment.model_validate(document)

    def _case(self, model: type[Case], document: dict[str, Any]) -> Case | None:
        if issubclass(model, PersonalCase):
            opened = self._opened(document)
            return None if opened is None else model.model_validate_json(opened)
        return model.model_validate(swapped(document, self._shown_name))

    def _shown_name(self, text: str) -> str:
        return self._id(text.removeprefix(_SUBJECT)) if text.startswith(_SUBJECT) else text

    def _opened(self, sealed: dict[str, str]) -> bytes | None:
        person = self.people.get(sealed["of"])
        return None if person is None else unseal(person.key, base64.b64decode(sealed["sealed"]))

    def _show_people(self, document: dict[str, Any]) -> None:
        for member in document["team"]:
            member["specialist"] = self._face(member["specialist"])
        document["trainees"] = [self._face(subject) for subject in document.get("trainees", ())]
        shown = (self._shown(said) for said in document.get("appraisals", ()))
        document["appraisals"] = [said for said in shown if said is not None]

    def _shown(self, said: dict[str, str]) -> Appraisal | None:
        opened = self._opened(said)
        return None if opened is None else Appraisal.model_validate_json(opened)

    def _face(self, subject: str) -> str:
        """The id of somebody who took part; whoever has none any more is remembered as such."""
        if subject not in self.people:
            self.faceless.add(subject)
        return self._id(subject)

    def _id(self, subject: str) -> str:
        return self.people[subject].id if subject in self.people else f"{_FORMER}{subject}"
