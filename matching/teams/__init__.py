"""The best team for all seats of a mission at once, with the proof of it: ``form``."""

from matching.teams.answer import Team
from matching.teams.form import NO_RULES, TIME_LIMIT, form
from matching.teams.rules import Rules
from matching.teams.terms import TERMS, Terms

__all__ = ["NO_RULES", "TERMS", "TIME_LIMIT", "Rules", "Team", "Terms", "form"]
