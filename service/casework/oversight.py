"""How decisions are made, seen from above: how often the first rank is taken, how long it takes, and why not."""

from collections import Counter
from statistics import median

from registry.domain import Decision, Fact
from registry.store import Store


class Oversight(Fact):
    """Figures over all decisions; shares are 0 to 1, None where there is nothing to count.

    ``first_rank``: decisions whose chosen people are exactly the best ranked. ``minutes`` is the median time from
    the first look at a list to the decision. ``overrides``: the reasons given where a lower rank was chosen.
    """

    decisions: int
    first_rank: float | None
    minutes: float | None
    quick: float | None
    overrides: tuple[str, ...]
    by_planner: dict[str, int]


# Decisions within so many minutes of the first look may have been waved through.
_QUICK_MINUTES = 1.0


def oversight(store: Store) -> Oversight:
    """Look over every decision on record."""
    decisions = store.cases.find(Decision)
    took = [(each.at - each.drawn).total_seconds() / 60 for each in decisions]
    return Oversight(
        decisions=len(decisions),
        first_rank=_share([_as_ranked(each) for each in decisions]),
        minutes=round(median(took), 1) if took else None,
        quick=_share([minutes < _QUICK_MINUTES for minutes in took]),
        overrides=tuple(_overrides(decisions)),
        by_planner=dict(sorted(Counter(each.by for each in decisions).items())),
    )


def _as_ranked(decision: Decision) -> bool:
    """Whether nobody was passed over."""
    return [choice.rank for choice in decision.chosen] == list(range(1, len(decision.chosen) + 1))


def _overrides(decisions: list[Decision]) -> list[str]:
    return [
        choice.reason
        for decision in decisions
        if not _as_ranked(decision)
        for place, choice in enumerate(decision.chosen, start=1)
        if choice.rank != place
    ]


def _share(hits: list[bool]) -> float | None:
    return sum(hits) / len(hits) if hits else None
