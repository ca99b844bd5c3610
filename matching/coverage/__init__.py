"""What the pool can and cannot serve, on whom that depends, and which training would close the gap."""

from matching.coverage.advisor import advise
from matching.coverage.answer import Coverage, Training
from matching.coverage.pool import cover
from matching.coverage.published import LEAST, published
from matching.coverage.rules import RULES, CoverageRules
from matching.coverage.served import Wanted, seats_of

__all__ = [
    "LEAST",
    "RULES",
    "Coverage",
    "CoverageRules",
    "Training",
    "Wanted",
    "advise",
    "cover",
    "published",
    "seats_of",
]
