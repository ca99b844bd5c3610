"""Weights that make past choices likely: pairwise logistic regression, none below 0, held to the policy."""

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from matching.arrays import Shares
from matching.learning.pairs import Pairs

# How steeply a difference of shares decides where the search begins; it ends at the same place from anywhere.
_FIRST = 5.0
_FINE = 1e-10
_MOST_STEPS = 1000


def fitted(pairs: Pairs, around: Shares, strength: float) -> Shares:
    """(n_criteria,): weights of 0 or more that add up to 1, or all 0 where choices go against every criterion.

    The chance that the chosen is preferred is ``expit(b . d)`` for a difference of shares ``d``. What is made least is
    the worth of the pairs times the logarithm of their chance, and ``strength / 2 |b - s w|^2`` with ``w`` the weights
    of the policy and a free steepness ``s``: only the proportions are held, not how sure choosers are. The sum is
    convex in ``b`` and ``s``, so there is one optimum.

    Errors:  none
    Source:  Bradley and Terry (1952) for the chances; L-BFGS-B by scipy, as scikit-learn bounds no weights
    """
    towards = around / around.sum()
    n = len(towards)

    def cost(point: Shares) -> tuple[float, Shares]:
        weights, steepness = point[:n], point[n]
        margins = pairs.differences @ weights
        apart = weights - steepness * towards
        loss = float(pairs.worth @ np.logaddexp(0.0, -margins)) + strength / 2 * float(apart @ apart)
        slope = -pairs.differences.T @ (pairs.worth * expit(-margins)) + strength * apart
        return loss, np.append(slope, -strength * float(apart @ towards))

    first = _FIRST * np.append(towards, 1.0)
    found = minimize(
        cost,
        first,
        jac=True,
        method="L-BFGS-B",
        bounds=[(0.0, None)] * (n + 1),
        options={"maxiter": _MOST_STEPS, "ftol": _FINE, "gtol": _FINE},
    )
    whole = float(found.x[:n].sum())
    weights: Shares = found.x[:n] / whole if whole > _FINE else np.zeros(n)
    return weights
