"""Who is chosen and who is not, by group: adverse impact, exposure, rotation, and women and men."""

from matching.fairness.answer import Fairness
from matching.fairness.report import report
from matching.fairness.rules import RULES, FairnessRules
from matching.fairness.stages import Stage, assignment_stage, offer_stage, plan_stage, shortlist_stage
from matching.protected import Protected

__all__ = [
    "RULES",
    "Fairness",
    "FairnessRules",
    "Protected",
    "Stage",
    "assignment_stage",
    "offer_stage",
    "plan_stage",
    "report",
    "shortlist_stage",
]
