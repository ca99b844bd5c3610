"""Builders of domain values: a test says only what matters to it."""

from typing import Any

from registry.domain import Assignment, Mission, Specialist
from registry.snapshot import Snapshot


def a_specialist(id: str = "s1", **facts: Any) -> Specialist:
    """Somebody who can be proposed in 2027; ``languages`` and ``skills`` also as {code: level}."""
    name = facts.pop("name", {"given": "Test", "family": id})
    for section, key in (("skills", "skill"), ("languages", "language")):
        held = facts.get(section)
        if isinstance(held, dict):
            level = "level" if section == "skills" else "speaking"
            facts[section] = [{key: code, level: value} for code, value in held.items()]
    return Specialist.model_validate(
        {
            "schema": "specialist/1",
            "id": id,
            "name": name,
            "vetting": "admitted",
            "consent": {"search": {"given": "2024-01-01", "terms": "2024"}},
            "confirmed_on": "2026-10-01",
            "organisation": "Sample Service",
            **facts,
        }
    )


def a_mission(must: tuple[dict[str, Any], ...] = (), wish: tuple[dict[str, Any], ...] = (), **facts: Any) -> Mission:
    """A mission of June 2027 with one seat for an expert."""
    seat = {"role": facts.pop("role", "expert"), "count": 1, "must": must, "wish": wish}
    return Mission.model_validate(
        {
            "schema": "mission/1",
            "id": "m1",
            "title": "A test mission",
            "types": ["advisory"],
            "host_countries": ["AZE"],
            "window": {"start": "2027-06-01", "end": "2027-06-30"},
            "effort_days": 5,
            "seats": [seat],
            **facts,
        }
    )


def an_assignment(id: str = "a1", **facts: Any) -> Assignment:
    """A training of May 2025 given by s1."""
    return Assignment.model_validate(
        {
            "schema": "assignment/1",
            "id": id,
            "title": "A test training",
            "types": ["training_delivery"],
            "from": "2025-05-01",
            "to": "2025-05-05",
            "team": [{"specialist": "s1", "role": "trainer"}],
            **facts,
        }
    )


def a_snapshot(*specialists: Specialist, assignments: tuple[Assignment, ...] = ()) -> Snapshot:
    """A snapshot of these people."""
    return Snapshot.of(specialists, assignments)


def skill(id: str, level: int = 3, **more: Any) -> dict[str, Any]:
    """A requirement on a competence."""
    return {"kind": "skill", "skill": id, "level": level, **more}


def language(code: str, level: str, **more: Any) -> dict[str, Any]:
    """A requirement on a language."""
    return {"kind": "language", "language": code, "level": level, **more}


def country(code: str, months: int = 6, **more: Any) -> dict[str, Any]:
    """A requirement on a country."""
    return {"kind": "country", "country": code, "months": months, **more}
