"""Weights from past choices: a proposal for a policy, that nothing applies by itself."""

from matching.learning.answer import Learned
from matching.learning.choices import Choice, of_assignments, of_candidacies, of_decisions
from matching.learning.learn import learn
from matching.learning.rules import RULES, LearningRules

__all__ = ["RULES", "Choice", "Learned", "LearningRules", "learn", "of_assignments", "of_candidacies", "of_decisions"]
