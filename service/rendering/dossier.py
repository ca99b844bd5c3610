"""A dossier as files: JSON, JSON Resume, and a tagged PDF that a person can read."""

import json
from datetime import UTC, datetime, time
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from registry.domain import Specialist
from registry.dossier import Dossier
from registry.errors import StoreUnavailable
from registry.exporting import open_for_writing
from registry.exporting.resume import resume_of
from registry.vocabulary import competences, countries, languages, modules

_TEMPLATE = "dossier.typ"


def write_dossier(dossier: Dossier, folder: Path) -> list[Path]:
    """Write dossier.json, resume.json and dossier.pdf into a folder, which is made when missing; the files."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise StoreUnavailable(f"{folder} cannot be made: {fault.strerror or fault}") from fault
    texts = {
        folder / "dossier.json": dossier.model_dump_json(indent=2, exclude_defaults=False) + "\n",
        folder / "resume.json": json.dumps(resume_of(dossier.profile), indent=2, ensure_ascii=False) + "\n",
    }
    for file, text in texts.items():
        with open_for_writing(file) as opened:
            opened.write(text)
    document = folder / "dossier.pdf"
    try:
        document.write_bytes(pdf(dossier))
    except OSError as fault:
        raise StoreUnavailable(f"{document} cannot be written: {fault.strerror or fault}") from fault
    return [*texts, document]


def pdf(dossier: Dossier) -> bytes:
    """The dossier as PDF/UA-1: tagged, with the glyphs of all interface languages; equal dossiers, equal bytes."""
    # What people wrote goes in as a value, never as markup.
    inputs = {"dossier": json.dumps(_readable(dossier), ensure_ascii=False)}
    made = typst.compile(
        (files("service.rendering") / _TEMPLATE).read_bytes(),
        sys_inputs=inputs,
        ignore_system_fonts=True,
        pdf_standards="ua-1",
        timestamp=datetime.combine(dossier.on, time(), UTC),
    )
    assert isinstance(made, bytes), "one document"
    return made


def _readable(dossier: Dossier) -> dict[str, Any]:
    """The dossier in words: codes by their English labels, sections as rows of label and text."""
    document = dossier.model_dump(mode="json")
    profile = dossier.profile
    document["name"] = profile.name.full
    document["native"] = profile.name.native or ""
    document["facts"] = _facts(profile)
    document["bio"] = [[languages()[code].label(), text] for code, text in profile.bio.items()]
    for happened in document["history"]:
        happened["changed"] = [_sentence(each) for each in happened["changed"]]
    for part in document["parts"]:
        part["country"] = countries()[part["country"]].label() if part["country"] else ""
        part["judged"] = [_judgement(said) for said in part["appraisals"]]
    return document


def _facts(profile: Specialist) -> list[list[str]]:
    rows = {
        "Id": profile.id,
        "Gender": profile.gender,
        "Nationalities": ", ".join(countries()[code].label() for code in profile.nationalities),
        "Residence": profile.residence and countries()[profile.residence].label(),
        "Organisation": profile.organisation,
        "Kind of employer": profile.employer_type,
        "Education": profile.education and f"ISCED {profile.education.level}, {profile.education.field or 'no field'}",
        "Years of experience": profile.experience_years,
        "Roles": ", ".join(profile.roles),
        "Competences": "; ".join(_skill(claim) for claim in profile.skills),
        "Languages": "; ".join(_language(held) for held in profile.languages),
        "Countries": "; ".join(
            f"{countries()[each.country].label()}, {each.months} months" for each in profile.countries
        ),
        "Certificates": "; ".join(f"{modules()[each.module].title} ({each.status})" for each in profile.certificates),
        "Availability": "; ".join(f"{each.start} to {each.end}: {each.kind}" for each in profile.availability),
        "Missions told": "; ".join(each.title for each in profile.missions),
        "Publications": "; ".join(each.title for each in profile.publications),
        "Vetting": profile.vetting,
        "Referral": profile.referral.state,
        "Confirmed on": profile.confirmed_on,
        "Restricted": "yes" if profile.restricted else "no",
    }
    return [[label, str(value)] for label, value in rows.items() if value not in (None, "")]


def _skill(claim: Any) -> str:
    return f"{competences()[claim.skill].label()}: level {claim.level}, {claim.status}"


def _language(held: Any) -> str:
    levels = dict.fromkeys(str(level) for level in held.levels if level is not None)
    return f"{languages()[held.language].label()} {'/'.join(levels)}".strip()


def _judgement(said: dict[str, Any]) -> str:
    marks = ", ".join(f"{name.replace('_', ' ')} {mark}" for name, mark in said["ratings"].items() if mark is not None)
    return "; ".join(part for part in (f"{said['by']}, {said['on']}", marks, said["text"]) if part)


def _sentence(each: dict[str, Any]) -> str:
    before, after = (json.dumps(each[name], ensure_ascii=False) for name in ("before", "after"))
    if each["before"] is None:
        return f"{each['field']}: {after}"
    return f"{each['field']}: {before} → {after}"
