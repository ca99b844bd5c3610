"""A profile as JSON Resume (the open schema of the same name, version 1.0.0), for other systems."""

from collections.abc import Mapping
from typing import Any

from registry.domain import Certificate, LanguageSkill, ServiceRecord, SkillClaim, Specialist
from registry.vocabulary import competences, languages, modules

_SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
# Our five levels of a competence in words.
_LEVELS = ("aware", "working", "practised", "expert", "leading")


def resume(specialist: Specialist) -> dict[str, Any]:
    """The profile in the fields of JSON Resume; what that format has no place for is left out."""
    education = specialist.education
    document = {
        "$schema": _SCHEMA,
        "basics": _without_gaps(
            {
                "name": specialist.name.full,
                "label": ", ".join(role.replace("_", " ") for role in specialist.roles),
                "summary": "\n\n".join(specialist.bio.values()),
            }
        ),
        "work": [_work(record) for record in specialist.missions],
        "education": [_without_gaps({"area": education.field, "studyType": f"ISCED {education.level}"})]
        if education
        else [],
        "skills": [_skill(claim) for claim in specialist.skills],
        "languages": [_language(held) for held in specialist.languages],
        "certificates": [_certificate(held) for held in specialist.certificates],
        "publications": [
            _without_gaps({"name": work.title, "releaseDate": str(work.year) if work.year else None})
            for work in specialist.publications
        ],
    }
    return _without_gaps(document)


def _work(record: ServiceRecord) -> dict[str, Any]:
    return _without_gaps(
        {
            "name": record.organisation,
            "position": record.title,
            "location": record.country,
            "startDate": record.start and record.start.isoformat(),
            "endDate": record.end and record.end.isoformat(),
            "highlights": [competences()[each].label() for each in record.competences],
        }
    )


def _skill(claim: SkillClaim) -> dict[str, Any]:
    return {"name": competences()[claim.skill].label(), "level": _LEVELS[claim.level - 1], "keywords": [claim.skill]}


def _language(held: LanguageSkill) -> dict[str, Any]:
    levels = [str(level) for level in held.levels if level is not None]
    fluency = "native" if held.native else " / ".join(dict.fromkeys(levels))
    return _without_gaps({"language": languages()[held.language].label(), "fluency": fluency})


def _certificate(held: Certificate) -> dict[str, Any]:
    name = f"{modules()[held.module].title} ({held.level.replace('_', ' ')})"
    return _without_gaps({"name": name, "date": held.issued and held.issued.isoformat()})


def _without_gaps(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [])}
