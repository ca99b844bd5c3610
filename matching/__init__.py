"""How well specialists fit missions: the one way in is ``recommend``."""

from matching.ask import Ask
from matching.index import Index
from matching.policy import DEFAULT, POLICIES, Policy
from matching.recommend import recommend
from matching.shortlist import Shortlist
from matching.weightings import Weightings
from matching.why_not import WhyNot, why_not

__all__ = ["DEFAULT", "POLICIES", "Ask", "Index", "Policy", "Shortlist", "Weightings", "WhyNot", "recommend", "why_not"]
