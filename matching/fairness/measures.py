"""Impact ratio with its interval, Fisher's test, and what a place on a list is worth."""

import math
from dataclasses import dataclass

import numpy as np
from scipy.stats import fisher_exact, norm

from matching.arrays import Shares

# Added to every count where one of the two groups has nobody chosen: the logarithm of nothing is not a number.
_HALF = 0.5


@dataclass(frozen=True)
class Impact:
    """How often one group is chosen compared with another: a ratio of rates, its interval, and Fisher's p."""

    ratio: float
    low: float
    high: float
    p: float


def impact(chosen: int, people: int, chosen_there: int, people_there: int, confidence: float) -> Impact:
    """One group against a group that was chosen at least once.

    Shape:   four counts, people above 0, ``chosen_there`` above 0
    Unit:    ratio of selection rates; p of the two-sided exact test
    Errors:  none
    Source:  the log-ratio interval of Katz et al. (1978), ``ln r +- z sqrt(1/a - 1/n + 1/c - 1/m)``; where nobody of
             the group was chosen, a half is added to each count (Walter, 1975). Fisher's exact test by scipy
    """
    ratio = (chosen / people) / (chosen_there / people_there)
    a, n, c, m = (float(each) for each in (chosen, people, chosen_there, people_there))
    if not chosen:
        a, n, c, m = (each + _HALF for each in (a, n, c, m))
    spread = norm.ppf(0.5 + confidence / 2) * math.sqrt(max(1 / a - 1 / n + 1 / c - 1 / m, 0.0))
    middle = math.log(a / n) - math.log(c / m)
    table = [[chosen, people - chosen], [chosen_there, people_there - chosen_there]]
    low = math.exp(middle - spread) if chosen else 0.0
    return Impact(ratio, low, math.exp(middle + spread), float(fisher_exact(table).pvalue))


def exposures(count: int, ranked: bool) -> Shares:
    """(count,): what each place on a list is worth, ``1 / log2(1 + rank)``; without an order all are worth 1.

    Source: the discount of DCG (Jarvelin and Kekalainen, 2002), as a measure of exposure: Singh and Joachims (2018).
    """
    found: Shares = 1 / np.log2(np.arange(2, count + 2)) if ranked else np.ones(count)
    return found
