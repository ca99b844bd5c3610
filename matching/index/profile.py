"""One profile as the columns of an index hold it; the same values as layout gives from a snapshot."""

from operator import attrgetter, itemgetter
from typing import Any

from matching.index.layout import (
    ABILITIES,
    CERTIFICATE_EVIDENCE,
    EMPLOYERS,
    EVIDENCE,
    NOT_SHOWN,
    TRAINING_ROLES,
    YEAR_PARTS,
    terms_of,
)
from registry.domain import AvailabilityKind, EvidenceStatus, Specialist
from registry.lifecycle import HELD, day_number, expiry

_, _EVIDENCED, _VERIFIED = EVIDENCE
_ABILITIES = attrgetter(*ABILITIES)
_EMPLOYERS = {kind: code for code, kind in enumerate(EMPLOYERS)}

Claim = tuple[int, tuple[Any, ...]]  # term, values


def full_name(specialist: Specialist) -> str:
    """Given and family name in one; who may not be shown has none."""
    return NOT_SHOWN if specialist.restricted else specialist.name.full


def employer(specialist: Specialist) -> tuple[int, int]:
    """(official, kind of employer) as numbers, -1 unknown."""
    official = -1 if specialist.official is None else int(specialist.official)
    return official, -1 if specialist.employer_type is None else _EMPLOYERS[specialist.employer_type]


def standing(specialist: Specialist) -> tuple[int, int]:
    """Years of experience (in millionths) and ISCED level, -1 unknown."""
    years, education = specialist.experience_years, specialist.education
    return -1 if years is None else round(years * YEAR_PARTS), -1 if education is None else education.level


def claimed_deliveries(specialist: Specialist) -> int:
    """Trainings given by the profile's own word."""
    return sum(record.role in TRAINING_ROLES for record in specialist.missions)


def nationalities(specialist: Specialist) -> list[int]:
    """Terms of the nationalities, sorted."""
    _, codes = terms_of("nationalities")
    return sorted(codes[country] for country in specialist.nationalities)


def claims(specialist: Specialist) -> dict[str, list[Claim]]:
    """Claims of every noun with grades, each noun by term."""
    found = {
        "skills": _skills(specialist),
        "languages": _languages(specialist),
        "countries": _countries(specialist),
        "certificates": _certificates(specialist),
    }
    for each in found.values():
        each.sort(key=_TERM)
    return found


def periods(specialist: Specialist) -> dict[AvailabilityKind, list[tuple[int, int]]]:
    """Half-open periods of each kind, in their order."""
    found: dict[AvailabilityKind, list[tuple[int, int]]] = {}
    for each in specialist.availability:
        found.setdefault(each.kind, []).append((day_number(each.start), day_number(each.end)))
    return found


_TERM = itemgetter(0)


def _evidence(status: EvidenceStatus) -> int:
    # By identity: to look a member of an enumeration up takes five times as long.
    return 2 if status is _VERIFIED else 1 if status is _EVIDENCED else 0


def _skills(specialist: Specialist) -> list[Claim]:
    _, codes = terms_of("skills")
    return [(codes[each.skill], (each.level, _evidence(each.status))) for each in specialist.skills]


def _languages(specialist: Specialist) -> list[Claim]:
    _, codes = terms_of("languages")
    found = []
    for each in specialist.languages:
        unknown = 6 if each.native else 0
        known = [unknown if level is None else int(level) for level in _ABILITIES(each)]
        found.append((codes[each.language], (*known, _evidence(each.status))))
    return found


def _countries(specialist: Specialist) -> list[Claim]:
    _, codes = terms_of("countries")
    return [
        (codes[each.country], (each.months, -1 if each.last_year is None else each.last_year, _evidence(each.status)))
        for each in specialist.countries
    ]


def _certificates(specialist: Specialist) -> list[Claim]:
    _, codes = terms_of("certificates")
    found = []
    for each in specialist.certificates:
        if each.status in HELD and each.issued is not None:
            until = day_number(expiry(each.issued, each.expires))
            values = (each.level.rank, day_number(each.issued), until, CERTIFICATE_EVIDENCE[each.status])
            found.append((codes[each.module], values))
    return found
