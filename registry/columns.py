"""The nouns as columns: one Arrow schema each, and the rows that a domain value gives."""

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from registry.domain import Assignment, Consents, Ratings, Specialist

_TEXT = pa.string()
_TEXTS = pa.list_(pa.string())
_DAY = pa.date32()
_COUNT = pa.int32()
_SMALL = pa.int8()
# The place of a specialist, or of an assignment, in its own table: tables are joined by position.
_PLACE = pa.int32()

MARKS = tuple(Ratings.model_fields)

SCHEMAS: Mapping[str, pa.Schema] = {
    # One row per specialist, in the order of ids.
    "specialists": pa.schema(
        [
            ("id", _TEXT),
            ("given", _TEXT),
            ("family", _TEXT),
            ("native_name", _TEXT),
            ("gender", _TEXT),
            ("residence", _TEXT),
            ("organisation", _TEXT),
            ("employer_type", _TEXT),
            ("official", pa.bool_()),
            ("education_level", _SMALL),
            ("education_field", _TEXT),
            ("experience_years", pa.float64()),
            ("vetting", _TEXT),
            ("referral", _TEXT),
            ("paused_until", _DAY),
            ("confirmed_on", _DAY),
            ("restricted", pa.bool_()),
        ]
    ),
    "nationalities": pa.schema([("specialist", _PLACE), ("country", _TEXT)]),
    "roles": pa.schema([("specialist", _PLACE), ("role", _TEXT)]),
    "skills": pa.schema(
        [
            ("specialist", _PLACE),
            ("skill", _TEXT),
            ("level", _SMALL),
            ("years", pa.float64()),
            ("last_used", _COUNT),
            ("status", _TEXT),
            ("evidence", _TEXTS),
        ]
    ),
    # CEFR levels as 1 (A1) to 6 (C2), null where unknown.
    "languages": pa.schema(
        [
            ("specialist", _PLACE),
            ("language", _TEXT),
            ("listening", _SMALL),
            ("reading", _SMALL),
            ("speaking", _SMALL),
            ("writing", _SMALL),
            ("native", pa.bool_()),
            ("can_train", pa.bool_()),
            ("status", _TEXT),
        ]
    ),
    "countries": pa.schema(
        [
            ("specialist", _PLACE),
            ("country", _TEXT),
            ("months", _COUNT),
            ("last_year", _COUNT),
            ("themes", _TEXTS),
            ("status", _TEXT),
        ]
    ),
    "certificates": pa.schema(
        [
            ("specialist", _PLACE),
            ("module", _TEXT),
            ("level", _TEXT),
            ("issued", _DAY),
            ("expires", _DAY),
            ("number", _TEXT),
            ("status", _TEXT),
        ]
    ),
    "availability": pa.schema([("specialist", _PLACE), ("start", _DAY), ("end", _DAY), ("kind", _TEXT)]),
    "service": pa.schema(
        [
            ("specialist", _PLACE),
            ("title", _TEXT),
            ("country", _TEXT),
            ("start", _DAY),
            ("end", _DAY),
            ("role", _TEXT),
            ("competences", _TEXTS),
            ("organisation", _TEXT),
        ]
    ),
    "publications": pa.schema([("specialist", _PLACE), ("title", _TEXT), ("year", _COUNT)]),
    "bios": pa.schema([("specialist", _PLACE), ("language", _TEXT), ("text", _TEXT)]),
    "consents": pa.schema(
        [
            ("specialist", _PLACE),
            ("purpose", _TEXT),
            ("given", _DAY),
            ("until", _DAY),
            ("withdrawn", _DAY),
            ("terms", _TEXT),
        ]
    ),
    # One row per assignment, in the order of ids.
    "assignments": pa.schema(
        [
            ("id", _TEXT),
            ("title", _TEXT),
            ("types", _TEXTS),
            ("country", _TEXT),
            ("place", _TEXT),
            ("organisation", _TEXT),
            ("start", _DAY),
            ("end", _DAY),
            ("competences", _TEXTS),
            ("module", _TEXT),
        ]
    ),
    "members": pa.schema([("assignment", _PLACE), ("specialist", _PLACE), ("role", _TEXT)]),
    "trainees": pa.schema([("assignment", _PLACE), ("specialist", _PLACE)]),
    # Marks are 1 to 5, null where none was given.
    "appraisals": pa.schema(
        [
            ("assignment", _PLACE),
            ("specialist", _PLACE),
            ("by", _TEXT),
            ("on", _DAY),
            *((mark, _SMALL) for mark in MARKS),
            ("would_use_again", pa.bool_()),
            ("text", _TEXT),
        ]
    ),
}

Row = tuple[Any, ...]


def rows_of_specialist(specialist: Specialist, place: int) -> Iterator[tuple[str, Row]]:
    """Every row of one specialist as (noun, values in the order of the schema)."""
    yield "specialists", _flat(specialist)
    yield from (("nationalities", (place, country)) for country in specialist.nationalities)
    yield from (("roles", (place, role)) for role in specialist.roles)
    for skill in specialist.skills:
        yield (
            "skills",
            (
                place,
                skill.skill,
                skill.level,
                skill.years,
                skill.last_used,
                skill.status,
                list(skill.evidence),
            ),
        )
    for language in specialist.languages:
        known = (language.listening, language.reading, language.speaking, language.writing)
        flags = (language.native, language.can_train, language.status)
        yield "languages", (place, language.language, *known, *flags)
    for stay in specialist.countries:
        yield "countries", (place, stay.country, stay.months, stay.last_year, list(stay.themes), stay.status)
    for held in specialist.certificates:
        yield (
            "certificates",
            (place, held.module, held.level, held.issued, held.expires, held.number, held.status),
        )
    for period in specialist.availability:
        yield "availability", (place, period.start, period.end, period.kind)
    for record in specialist.missions:
        when = (record.start, record.end)
        what = (record.role, list(record.competences), record.organisation)
        yield "service", (place, record.title, record.country, *when, *what)
    yield from (("publications", (place, work.title, work.year)) for work in specialist.publications)
    yield from (("bios", (place, language, text)) for language, text in specialist.bio.items())
    yield from (("consents", (place, *row)) for row in _consents(specialist.consent))


def rows_of_assignment(assignment: Assignment, place: int, places: Mapping[str, int]) -> Iterator[tuple[str, Row]]:
    """Every row of one assignment; ``places`` maps a specialist's id to its place in the table of specialists."""
    yield (
        "assignments",
        (
            assignment.id,
            assignment.title,
            list(assignment.types),
            assignment.country,
            assignment.place,
            assignment.organisation,
            assignment.start,
            assignment.end,
            list(assignment.competences),
            assignment.module,
        ),
    )
    yield from (("members", (place, places[member.specialist], member.role)) for member in assignment.team)
    yield from (("trainees", (place, places[trainee])) for trainee in assignment.trainees)
    for said in assignment.appraisals:
        marks = (getattr(said.ratings, mark) for mark in MARKS)
        told = (said.would_use_again, said.text)
        yield "appraisals", (place, places[said.specialist], said.by, said.on, *marks, *told)


def _flat(specialist: Specialist) -> Row:
    education = specialist.education
    return (
        specialist.id,
        specialist.name.given,
        specialist.name.family,
        specialist.name.native,
        specialist.gender,
        specialist.residence,
        specialist.organisation,
        specialist.employer_type,
        specialist.official,
        education.level if education else None,
        education.field if education else None,
        specialist.experience_years,
        specialist.vetting,
        specialist.referral.state,
        specialist.referral.until,
        specialist.confirmed_on,
        specialist.restricted,
    )


def _consents(consents: Consents) -> Iterator[Row]:
    for purpose, consent in consents:
        if consent is not None:
            yield purpose, consent.given, consent.until, consent.withdrawn, consent.terms
