"""What the chain keeps of each change: the fact as it became, people by their subject, what is theirs sealed.

A profile is sealed whole. A mission or an assignment is kept open, for it belongs to many: it names people by
subject, and what was judged of one of them is sealed under that one's key. Where a key is gone, its person is a
former member without a face, and what was sealed is not there.
"""

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from registry.domain import Appraisal, Assignment, Mission, Specialist
from registry.sealing import seal, unseal
from registry.snapshot import Snapshot

Value = Specialist | Mission | Assignment
MODELS: Mapping[str, type[Value]] = {"specialist": Specialist, "mission": Mission, "assignment": Assignment}
_FORMER = "former-"
_LEVEL = 1


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
    return {*value.exclude.specialists} if isinstance(value, Mission) else value.people


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
    document = value.model_dump(mode="json", exclude_defaults=True)
    if isinstance(value, Assignment):
        _hide_people(document, people)
    elif value.exclude.specialists:
        document["exclude"]["specialists"] = [people[id].subject for id in value.exclude.specialists]
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


@dataclass
class Unpacking:
    """Opens what the chain holds, with the keys that are left; ``faceless`` gathers the subjects without one."""

    people: Mapping[str, Person]  # by subject
    faceless: set[str] = field(default_factory=set)

    def value(self, kind: str, subject: str, payload: bytes) -> Value | None:
        """A fact as it became, None for a profile whose key is gone; DamagedSeal when a key does not open it."""
        if kind == "specialist":
            person = self.people.get(subject)
            return None if person is None else Specialist.model_validate_json(unseal(person.key, payload))
        document = json.loads(zlib.decompress(payload))
        if kind == "mission":
            if "specialists" in document.get("exclude", {}):
                document["exclude"]["specialists"] = [self._id(each) for each in document["exclude"]["specialists"]]
            return Mission.model_validate(document)
        self._show_people(document)
        return Assignment.model_validate(document)

    def _show_people(self, document: dict[str, Any]) -> None:
        for member in document["team"]:
            member["specialist"] = self._face(member["specialist"])
        document["trainees"] = [self._face(subject) for subject in document.get("trainees", ())]
        shown = (self._shown(said) for said in document.get("appraisals", ()))
        document["appraisals"] = [said for said in shown if said is not None]

    def _shown(self, said: dict[str, str]) -> Appraisal | None:
        person = self.people.get(said["of"])
        if person is None:
            return None
        return Appraisal.model_validate_json(unseal(person.key, base64.b64decode(said["sealed"])))

    def _face(self, subject: str) -> str:
        """The id of somebody who took part; whoever has none any more is remembered as such."""
        if subject not in self.people:
            self.faceless.add(subject)
        return self._id(subject)

    def _id(self, subject: str) -> str:
        return self.people[subject].id if subject in self.people else f"{_FORMER}{subject}"
