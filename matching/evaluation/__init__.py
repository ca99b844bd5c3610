"""Whether rankings are right: held against past decisions, and against a public gold standard."""

from matching.evaluation.answer import Evaluation
from matching.evaluation.backtest import AskedAgain, Plan, asked_again, evaluate
from matching.evaluation.decisions import Decided
from matching.evaluation.earlier import as_of, leaks
from matching.evaluation.gold import GoldAnswer, Method, measured

__all__ = [
    "AskedAgain",
    "Decided",
    "Evaluation",
    "GoldAnswer",
    "Method",
    "Plan",
    "as_of",
    "asked_again",
    "evaluate",
    "leaks",
    "measured",
]
