"""From extractions to a draft of mission/1: the surest value of each field, and every requirement once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from registry.importing.terms.extraction import SURE_ENOUGH, Extraction

_SINGLE = ("title", "modality", "window", "effort_days", "beneficiary")
_LISTS = ("types", "host_countries", "tasks", "deliverables")
_REQUIRED = ("title", "types", "host_countries", "window")
# As many as mission/1 takes.
_NEAR = 0.2
_MOST_SEATS, _MOST_REQUIREMENTS = 100, 99
# What names a requirement: two with the same are one.
_KEYS = {"skill": "skill", "language": "language", "country": "country", "training": "role", "nationality": ""}


@dataclass(frozen=True)
class Draft:
    """mission/1 as a mapping, the extraction behind each place of it, required fields that are missing, and notes."""

    mission: Mapping[str, Any]
    sources: Mapping[tuple[str | int, ...], Extraction]
    missing: tuple[str, ...]
    notes: tuple[Extraction, ...]


def draft_of(found: Sequence[Extraction], id: str) -> Draft:
    """The draft that a person confirms; what is not sure enough is left out, but for hosts that are only mentioned."""
    sure = [each for each in found if each.in_draft]
    mission: dict[str, Any] = {"schema": "mission/1", "id": id}
    sources: dict[tuple[str | int, ...], Extraction] = {}
    for field in ("title", "types", "host_countries", *_SINGLE[1:], *_LISTS[2:]):
        values = [each for each in sure if each.field == field] or _last_resort(found, field)
        if field in _SINGLE and values:
            best = max(values, key=lambda each: each.confidence)
            mission[field], sources[field,] = best.value, best
        elif values:
            kept = _once(_clearest(values) if field == "types" else values)
            mission[field] = [each.value for each in kept]
            sources.update({(field, at): each for at, each in enumerate(kept)})
    mission["seats"] = _seats(sure, mission.get("host_countries", []), sources)
    if banned := _once(each for each in sure if each.field == "exclude.organisations"):
        mission["exclude"] = {"organisations": [each.value for each in banned]}
        sources.update({("exclude", "organisations", at): each for at, each in enumerate(banned)})
    missing = tuple(field for field in _REQUIRED if field not in mission)
    return Draft(mission, sources, missing, tuple(each for each in found if each.field == "note"))


def _last_resort(found: Sequence[Extraction], field: str) -> list[Extraction]:
    """Host countries that are only mentioned, where the text names none as such: those of the first such paragraph."""
    named = [each for each in found if each.field == field == "host_countries"]
    return [each for each in named if each.quote.paragraph == named[0].quote.paragraph]


def _clearest(values: Sequence[Extraction]) -> list[Extraction]:
    """Kinds of mission as the title or their own line says them; else as they are said on the way."""
    best = max(each.confidence for each in values)
    return [each for each in values if each.confidence > best - _NEAR]


def _once(values: Iterable[Extraction]) -> list[Extraction]:
    """One extraction per value, the surest, in the order of the text."""
    kept: dict[Any, Extraction] = {}
    for each in values:
        if each.value not in kept or each.confidence > kept[each.value].confidence:
            kept[each.value] = each
    return list(kept.values())


def _seats(
    sure: Sequence[Extraction], hosts: Sequence[str], sources: dict[tuple[str | int, ...], Extraction]
) -> list[dict[str, Any]]:
    """Every seat with all requirements; an international seat is for others than nationals of the host."""
    requirements = _requirements(sure)
    seats = []
    for at, seat in enumerate(_seat_extractions(sure)):
        built: dict[str, Any] = {**(seat.value if seat else {"role": "expert", "count": 1})}
        if seat:
            sources["seats", at] = seat
        origin = seat.beside.get("origin") if seat else None
        own = [each for each in requirements if not (origin and each.value["kind"] == "nationality")]
        for strength in ("must", "wish"):
            listed = [each for each in own if each.strength == strength]
            sources.update({("seats", at, strength, number): each for number, each in enumerate(listed)})
            built[strength] = [each.value for each in listed]
        if origin and hosts and seat:
            sources["seats", at, "must", len(built["must"])] = seat
            key = "none_of" if origin == "international" else "any_of"
            built["must"].append({"kind": "nationality", key: list(hosts)})
        seats.append(built)
    return seats


def _seat_extractions(sure: Sequence[Extraction]) -> list[Extraction | None]:
    """The seats that are counted; those of the title where none is; one for an expert where nothing is said."""
    found = [each for each in sure if each.field == "seats"]
    best = max((each.confidence for each in found), default=0.0)
    kept: dict[Any, Extraction] = {}
    for each in found:
        if each.confidence == best:
            kept.setdefault((each.value["role"], each.beside.get("origin")), each)
    seats: list[Extraction | None] = [*kept.values()]
    return seats[:_MOST_SEATS] or [None]


def _requirements(sure: Sequence[Extraction]) -> list[Extraction]:
    """Each requirement once: a must before a wish, then the surest, then the first."""
    kept: dict[Any, Extraction] = {}
    for each in sure:
        if each.field != "requirement":
            continue
        kind = each.value["kind"]
        key = (kind, str(each.value.get(_KEYS.get(kind, ""), "")))
        before = kept.get(key)
        if kind == "nationality" and before:
            kept[key] = _both(before, each)
        elif before is None or _rank(each) > _rank(before):
            kept[key] = each
    return sorted(kept.values(), key=_rank, reverse=True)[:_MOST_REQUIREMENTS]


def _rank(each: Extraction) -> tuple[bool, float]:
    return each.strength == "must", each.confidence


def _both(one: Extraction, other: Extraction) -> Extraction:
    """Two countries of one rule on nationality."""
    key = next(name for name in ("any_of", "none_of") if name in one.value)
    more = [code for code in other.value.get(key, []) if code not in one.value[key]]
    value = {"kind": "nationality", key: [*one.value[key], *more]}
    return Extraction(one.field, value, one.quote, one.confidence, one.strength, one.note)


__all__ = ["SURE_ENOUGH", "Draft", "draft_of"]
