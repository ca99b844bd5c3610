"""The form of a mission: what is on file as fields, and fields as a mission; each requirement is a row of its own."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pydantic import TypeAdapter, ValidationError

from registry.domain import Mission, Requirement
from registry.vocabulary import CEFR, fold
from service.pages.forms import Form, filled
from service.pages.planner.requirements import employer
from service.pages.wording import Wording
from service.pages.words import EMPLOYERS

# What the form of a mission holds: seats, requirements of one and of all together, countries.
MOST_SEATS, MOST_ROWS, MOST_ROWS_IN_ALL, MOST_COUNTRIES = 20, 60, 200, 12
MUST, WISH, OUT = "must", "wish", "out"
# Fields of each kind of requirement, in the order in which they stand.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "skill": ("skill", "level"),
    "language": ("language", "level", "abilities"),
    "country": ("country", "months"),
    "experience": ("years",),
    "certificate": ("module", "level"),
    "training": ("role",),
    "education": ("level",),
    "nationality": ("rule", "countries"),
    "employer": ("any_of",),
    "official": ("value",),
}
_NUMBERS = frozenset({("skill", "level"), ("country", "months"), ("education", "level")})
_LISTS = ("any_of", "abilities")
_PLAIN = ("title", "beneficiary", "modality", "place", "description", "policy")
# Where the classes of the domain name a place -> the field that stands for it.
_PLACES = {
    "window.start": "start",
    "window.end": "end",
    "window": "end",
    "host_countries": "host-1",
    "exclude": "banned",
}


_REQUIREMENT: TypeAdapter[Requirement] = TypeAdapter(Requirement)


def row(seat: int, at: int) -> str:
    """The name of a row of requirements; its fields begin with it."""
    return f"s{seat}-r{at}"


def rows_of(form: Form, seat: int) -> list[int]:
    """The rows of a seat that a form has."""
    return [at for at in range(1, MOST_ROWS + 1) if form.value(f"{row(seat, at)}-kind") in FIELDS]


def requirement(words: Wording, form: Form, name: str) -> Requirement | None:
    """What a row asks, None while it cannot be read."""
    try:
        return _REQUIREMENT.validate_python(_requirement(words, form, name, form.value(f"{name}-strength")))
    except ValidationError:
        return None


def days(form: Form) -> tuple[date | None, date | None]:
    """First and last day, None where none can be read."""
    start, end = (_day(form.value(name)) for name in ("start", "end"))
    return start, end


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def seats_of(form: Form) -> int:
    """How many seats a form has; at least one."""
    told = form.value("seats")
    return min(max(int(told), 1), MOST_SEATS) if told.isascii() and told.isdecimal() else 1


def fits(mission: Mission) -> bool:
    """Whether the form holds all that a mission asks: what it has no room for would be lost."""
    rows = [len(seat.must) + len(seat.wish) for seat in mission.seats]
    return (
        len(rows) <= MOST_SEATS
        and max(rows) <= MOST_ROWS
        and sum(rows) <= MOST_ROWS_IN_ALL
        and len(mission.host_countries) <= MOST_COUNTRIES
    )


def shown(words: Wording, mission: Mapping[str, Any], dates: bool = True) -> Form:
    """A form that shows a mission, also one that is not whole yet; ``dates`` leaves them empty for another one."""
    window = mission.get("window", {}) if dates else {}
    exclude = mission.get("exclude") or {}
    fields: dict[str, Any] = {name: str(mission.get(name) or "") for name in _PLAIN}
    fields |= {
        "types": [str(each) for each in mission.get("types", ())],
        "effort": str(mission.get("effort_days") or ""),
    }
    fields |= {"start": str(window.get("start", "")), "end": str(window.get("end", ""))}
    fields |= {name: "\n".join(mission.get(name, ())) for name in ("tasks", "deliverables")}
    fields["banned"] = "\n".join(exclude.get("organisations", ()))
    fields["banned-nationalities"] = ", ".join(words.country(each) for each in exclude.get("nationalities", ()))
    hosts = enumerate(mission.get("host_countries", ()), start=1)
    fields |= {f"host-{at}": words.country(code) for at, code in hosts}
    seats = mission.get("seats") or [{}]
    fields["seats"] = str(len(seats))
    for number, seat in enumerate(seats, start=1):
        fields |= _seat_fields(words, number, seat)
    return filled(fields)


def _seat_fields(words: Wording, number: int, seat: Mapping[str, Any]) -> dict[str, str]:
    fields = {f"s{number}-role": str(seat.get("role", "expert")), f"s{number}-count": str(seat.get("count", 1))}
    listed = [(strength, each) for strength in (MUST, WISH) for each in seat.get(strength, ())]
    for at, (strength, each) in enumerate(listed[:MOST_ROWS], start=1):
        told = {"kind": each["kind"], "strength": strength, **dict(_requirement_fields(words, each))}
        weight = each.get("weight")
        told["weight"] = f"{weight:g}" if weight not in (None, 1) else ""
        fields |= {f"{row(number, at)}-{name}": value for name, value in told.items()}
    return fields


def _requirement_fields(words: Wording, each: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    kind = each["kind"]
    for name in FIELDS[kind]:
        value = each.get(name)
        if kind == "language" and name == "language":
            yield name, words.language_name(str(value))
        elif kind == "country" and name == "country":
            yield name, words.country(str(value))
        elif kind == "nationality":
            rule = "any_of" if each.get("any_of") else "none_of"
            named = ", ".join(words.country(code) for code in each.get(rule, ()))
            yield name, rule if name == "rule" else named
        elif kind == "employer":
            yield name, ", ".join(employer(words, each) for each in each.get(name, ()))
        elif name in _LISTS:
            yield name, ", ".join(each.get(name, ()))
        elif isinstance(value, bool):
            yield name, "yes" if value else "no"
        else:
            yield name, "" if value is None else str(CEFR(value)) if isinstance(value, CEFR) else str(value)


def read(words: Wording, form: Form, id: str, kept: Mapping[str, Any] | None = None) -> Mission | None:
    """The mission that a form asks for, None where something is wrong, which the form then says.

    ``kept`` is what the form does not show of a mission on file.
    """
    form.need(words, "title", "host-1", "start", "end")
    if not form.values("types"):
        form.refuse("types", words.say("Choose at least one."))
    form.day(words, "start")
    form.day(words, "end")
    places = dict(_PLACES)
    asked = {**(kept or {}), **_asked(words, form, id, places)}
    asked["exclude"] = {**(kept or {}).get("exclude", {}), **asked["exclude"]}
    if not form.good:
        return None
    try:
        return Mission.model_validate(asked)
    except ValidationError as fault:
        form.refuse_as(words, fault, places)
        return None


def rough(words: Wording, form: Form, today: date) -> Mission | None:
    """The mission as far as it is written, to count who remains; None while it cannot be read.

    Kinds, countries and dates that are still open move no must-have; today stands for dates that are not there yet.
    """
    asked = _asked(words, form, "draft", {})
    asked["title"] = asked["title"] or "-"
    asked["types"] = asked["types"] or ["advisory"]
    asked["host_countries"] = asked["host_countries"] or ["AZE"]
    start = form.value("start") or str(today)
    asked["window"] = {"start": start, "end": form.value("end") or start}
    try:
        return Mission.model_validate(asked)
    except ValidationError:
        return None


def _asked(words: Wording, form: Form, id: str, places: dict[str, str]) -> dict[str, Any]:
    """The fields as mission/1; notes in ``places`` which field stands for which place of it."""
    asked: dict[str, Any] = {"schema": "mission/1", "id": id, "types": list(form.values("types"))}
    asked |= {
        name: form.value(name) or None for name in _PLAIN if form.value(name) or name not in ("title", "modality")
    }
    asked["title"] = form.value("title")
    asked["window"] = {"start": form.value("start"), "end": form.value("end")}
    asked["effort_days"] = _number(form.value("effort"))
    places["effort_days"] = "effort"
    asked |= {name: _lines(form.value(name)) for name in ("tasks", "deliverables")}
    asked["host_countries"] = [name for at in range(1, MOST_COUNTRIES + 1) if (name := form.value(f"host-{at}"))]
    banned, nationalities = _lines(form.value("banned")), _listed(form.value("banned-nationalities"))
    asked["exclude"] = {"organisations": banned, "nationalities": nationalities}
    places["exclude.nationalities"] = "banned-nationalities"
    asked["seats"] = [_seat(words, form, number, places) for number in range(1, seats_of(form) + 1)]
    return asked


def _seat(words: Wording, form: Form, number: int, places: dict[str, str]) -> dict[str, Any]:
    seat: dict[str, Any] = {
        "role": form.value(f"s{number}-role", "expert"),
        "count": _number(form.value(f"s{number}-count", "1")),
    }
    places |= {f"seats.{number - 1}.{name}": f"s{number}-{name}" for name in ("role", "count")}
    seat |= {MUST: [], WISH: []}
    for at in rows_of(form, number):
        name = row(number, at)
        strength = form.value(f"{name}-strength", MUST)
        if strength in (MUST, WISH):
            places[f"seats.{number - 1}.{strength}.{len(seat[strength])}"] = name
            seat[strength].append(_requirement(words, form, name, strength))
    return seat


def _requirement(words: Wording, form: Form, name: str, strength: str) -> dict[str, Any]:
    kind = form.value(f"{name}-kind")
    told = {field: form.value(f"{name}-{field}") for field in FIELDS[kind]}
    asked: dict[str, Any] = {"kind": kind}
    if kind == "nationality":
        asked["none_of" if told["rule"] == "none_of" else "any_of"] = _listed(told["countries"])
    elif kind == "employer":
        asked["any_of"] = [_employer(words, each) for each in _listed(told["any_of"])]
    elif kind == "official":
        asked["value"] = told["value"] != "no"
    else:
        asked |= {field: _typed(kind, field, value) for field, value in told.items()}
    weight = form.value(f"{name}-weight")
    return {**asked, "weight": _number(weight)} if strength == WISH and weight else asked


def _employer(words: Wording, typed: str) -> str:
    """The code of a kind of employer, whatever else it is an organisation."""
    codes = {fold(words.say(text)): each.value for each, text in EMPLOYERS.items()}
    return codes.get(fold(typed), typed)


def _typed(kind: str, field: str, value: str) -> Any:
    if field in _LISTS:
        return _listed(value)
    return _number(value) if (kind, field) in _NUMBERS or field == "years" else value


def _number(text: str) -> int | float | str | None:
    """A number as it was typed; what is none is left for the domain to refuse."""
    if not text:
        return None
    try:
        found = float(text.replace(",", "."))
    except ValueError:
        return text
    return int(found) if found.is_integer() else found


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]


def as_mapping(mission: Mission) -> dict[str, Any]:
    """A mission as its format has it, codes as they are stored."""
    return mission.model_dump(mode="json", by_alias=True)


def not_shown(mission: Mission) -> dict[str, Any]:
    """What the form has no field for."""
    kept = as_mapping(mission)
    return {"source": kept["source"], "exclude": {"specialists": kept["exclude"]["specialists"]}}
