"""The published JSON Schemas, generated from the classes that check the formats."""

import json
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel

from matching import Policy, Shortlist
from matching.teams import Team
from registry.domain import Assignment, Mission, Specialist


class Noun(StrEnum):
    """The formats that have a schema."""

    MISSION = "mission"
    SPECIALIST = "specialist"
    ASSIGNMENT = "assignment"
    SHORTLIST = "shortlist"
    TEAM = "team"
    POLICY = "policy"


_CLASSES: dict[Noun, type[BaseModel]] = {
    Noun.MISSION: Mission,
    Noun.SPECIALIST: Specialist,
    Noun.ASSIGNMENT: Assignment,
    Noun.SHORTLIST: Shortlist,
    Noun.TEAM: Team,
    Noun.POLICY: Policy,
}
# What we write ourselves is described as written, what we read as it may be handed in.
_WRITTEN = {Noun.SHORTLIST, Noun.TEAM}


def schema_text(noun: Noun) -> str:
    """The JSON Schema (2020-12) of a format, ending in a line break."""
    mode: Literal["serialization", "validation"] = "serialization" if noun in _WRITTEN else "validation"
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:rtcm:{noun}:1",
        **_CLASSES[noun].model_json_schema(by_alias=True, mode=mode),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
