"""Whether rankings are right: held against past decisions, and against a public gold standard."""

from matching.evaluation.answer import Evaluation
from matching.evaluation.backtest import Plan, evaluate
from matching.evaluation.earlier import as_of, leaks
from matching.evaluation.gold import GoldAnswer, Method, measured

__all__ = ["Evaluation", "GoldAnswer", "Method", "Plan", "as_of", "evaluate", "leaks", "measured"]
