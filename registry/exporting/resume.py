"""A profile as JSON Resume (v1.0.0): what that format has a place for, and no more."""

import json
from pathlib import Path
from typing import Any

from registry.domain import LanguageSkill, ServiceRecord, Specialist
from registry.exporting.writing import open_for_writing
from registry.vocabulary import competences, countries, languages, modules

_SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
_STUDIES = {3: "Secondary education", 5: "Short-cycle tertiary", 6: "Bachelor", 7: "Master", 8: "Doctorate"}


def export_resume(specialist: Specialist, out: Path) -> None:
    """Write one profile as JSON Resume."""
    with open_for_writing(out) as file:
        file.write(json.dumps(resume_of(specialist), ensure_ascii=False, indent=2) + "\n")


def resume_of(specialist: Specialist) -> dict[str, Any]:
    """The résumé; consent, vetting, referral, availability and whatever marks evidence stay where they are."""
    sections = {
        "$schema": _SCHEMA,
        "basics": _basics(specialist),
        "work": [_work(each) for each in specialist.missions],
        "education": _education(specialist),
        "certificates": [
            _told(name=modules()[each.module].title, date=each.issued, issuer=modules()[each.module].provider)
            for each in specialist.certificates
        ],
        "publications": [
            _told(name=each.title, releaseDate=str(each.year) if each.year else None)
            for each in specialist.publications
        ],
        "skills": [
            {"name": competences()[each.skill].label(), "level": f"{each.level} of 5"} for each in specialist.skills
        ],
        "languages": [_language(each) for each in specialist.languages],
    }
    return {name: value for name, value in sections.items() if value}


def _told(**facts: object) -> dict[str, Any]:
    """What is known; days as text."""
    return {name: value if isinstance(value, str) else str(value) for name, value in facts.items() if value}


def _basics(specialist: Specialist) -> dict[str, Any]:
    summary = specialist.bio.get("eng") or next(iter(specialist.bio.values()), None)
    basics: dict[str, Any] = _told(name=specialist.name.full, summary=summary)
    if specialist.residence:
        basics["location"] = {"countryCode": countries()[specialist.residence].alpha2}
    return basics


def _work(each: ServiceRecord) -> dict[str, Any]:
    return _told(name=each.organisation, position=each.title, startDate=each.start, endDate=each.end)


def _education(specialist: Specialist) -> list[dict[str, Any]]:
    if specialist.education is None:
        return []
    level = specialist.education.level
    return [_told(area=specialist.education.field, studyType=_STUDIES.get(level, f"ISCED {level}"))]


def _language(each: LanguageSkill) -> dict[str, Any]:
    """The lowest level that is known, so that no ability is told as better than it is."""
    known = [level for level in each.levels if level]
    fluency = "Native speaker" if each.native else str(min(known)) if known else None
    return _told(language=languages()[each.language].label(), fluency=fluency)
