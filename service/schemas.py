"""The published JSON Schemas, generated from the classes that check the formats."""

import json
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel

from matching import Policy, Shortlist
from matching.coverage import Coverage
from matching.evaluation import Evaluation
from matching.fairness import Fairness
from matching.invitations import Invitations
from matching.learning import Learned
from matching.network import Neighbourhood
from matching.plan import Plan, PlanRules
from matching.teams import Team
from registry.domain import Assignment, Duplicate, Mission, Specialist
from registry.dossier import Dossier
from service.rendering.draft import TermsDraft


class Noun(StrEnum):
    """The formats that have a schema."""

    MISSION = "mission"
    SPECIALIST = "specialist"
    ASSIGNMENT = "assignment"
    SHORTLIST = "shortlist"
    TEAM = "team"
    POLICY = "policy"
    DUPLICATE = "duplicate"
    DOSSIER = "dossier"
    DRAFT = "draft"
    COVERAGE = "coverage"
    NETWORK = "network"
    PLAN = "plan"
    INVITATIONS = "invitations"
    PLAN_RULES = "plan-rules"
    EVALUATION = "evaluation"
    FAIRNESS = "fairness"
    LEARNED = "learned"


_CLASSES: dict[Noun, type[BaseModel]] = {
    Noun.MISSION: Mission,
    Noun.SPECIALIST: Specialist,
    Noun.ASSIGNMENT: Assignment,
    Noun.SHORTLIST: Shortlist,
    Noun.TEAM: Team,
    Noun.POLICY: Policy,
    Noun.DUPLICATE: Duplicate,
    Noun.DOSSIER: Dossier,
    Noun.DRAFT: TermsDraft,
    Noun.COVERAGE: Coverage,
    Noun.NETWORK: Neighbourhood,
    Noun.PLAN: Plan,
    Noun.INVITATIONS: Invitations,
    Noun.PLAN_RULES: PlanRules,
    Noun.EVALUATION: Evaluation,
    Noun.FAIRNESS: Fairness,
    Noun.LEARNED: Learned,
}
# What we read is described as it may be handed in, what we write ourselves as written.
_READ = {Noun.MISSION, Noun.SPECIALIST, Noun.ASSIGNMENT, Noun.POLICY, Noun.PLAN_RULES}


def schema_text(noun: Noun) -> str:
    """The JSON Schema (2020-12) of a format, ending in a line break."""
    mode: Literal["serialization", "validation"] = "validation" if noun in _READ else "serialization"
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:rtcm:{noun}:1",
        **_CLASSES[noun].model_json_schema(by_alias=True, mode=mode),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
