"""Why somebody is not on a list: exclusions, points lost, and the smallest single change that would bring them in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from matching import words
from matching.arrays import Shares
from matching.ask import Ask
from matching.eligibility import Eligibility, Exclusion, away_days, eligible
from matching.index import Index
from matching.policy import DEFAULT, Policy
from matching.ranking import Contenders, in_order, reaching, scored
from matching.shortlist import Answer
from registry.domain import CertificateRequirement, Mission, TrainingRequirement
from registry.html import face, facts, line, listed, table
from registry.lifecycle import Bar

# What would lift an exclusion of membership.
_LIFTS = {
    Bar.NOT_ADMITTED: "admission to the pool by RTCM",
    Bar.NO_CONSENT: "consent to be searched, valid to {end}",
    Bar.PAUSED: "referral open from {start}",
    Bar.BLOCKED: "referral no longer blocked",
    Bar.DORMANT: "profile confirmed again",
    Bar.RESTRICTED: "the restriction lifted by the person",
}


class Lost(Answer):
    """Points of one criterion beside those of the last person on the list."""

    criterion: str
    points: float
    last: float
    reason: str


class WhyNot(Answer):
    """Why one specialist is not on the list of one seat.

    ``rank`` is the place among all eligible people, None for one who is excluded. ``change`` is the smallest
    single change that would bring the person in, None when no single change would.
    """

    mission: str
    seat: int
    specialist: str
    name: str
    on_list: bool
    rank: int | None
    score: float
    last_score: float | None
    excluded: tuple[str, ...]
    lost: tuple[Lost, ...]
    change: str | None
    needed: tuple[str, ...]

    def _repr_html_(self) -> str:
        place = "excluded" if self.rank is None else f"rank {self.rank}"
        last = "" if self.last_score is None else f"; the last place has {self.last_score:.2f}"
        told = {
            "excluded": self.excluded,
            "smallest change": (self.change,) if self.change else (),
            "needed": self.needed,
        }
        title = f"{'On the list' if self.on_list else 'Not on the list'}: {self.name}, {place}"
        return face(
            title,
            line(f"Mission {self.mission}, seat {self.seat}: {self.score:.2f} points{last}."),
            facts({name: listed(lines) for name, lines in told.items() if lines}),
            table(
                ("criterion", "points", "last place", "why"),
                ((x.criterion, x.points, x.last, x.reason) for x in self.lost),
            ),
        )


@dataclass(frozen=True)
class Case:
    """One specialist held against the last place of one list."""

    ask: Ask
    index: Index
    policy: Policy
    eligibility: Eligibility
    shares: Mapping[str, Shares]
    row: int
    score: int
    last: int | None  # row of the last person on the list, None when there is room
    last_score: int

    def enters(self, score: int) -> bool:
        """Whether a score would be enough for a place on the list."""
        if self.last is None:
            return True
        return score > self.last_score or (score == self.last_score and not self.behind)

    @property
    def behind(self) -> bool:
        """Whether the id comes after that of the last person on the list."""
        return self.last is not None and self.index.ids[self.row] > self.index.ids[self.last]


def why_not(
    mission: Mission, index: Index, specialist: str, seat: int = 1, policy: Policy = DEFAULT, top: int = 10
) -> WhyNot:
    """Hold one specialist against the list that ``recommend`` gives; NoSuchSpecialist when the index has none."""
    ask, row = Ask(mission, seat), index.row_of(specialist)
    eligibility = eligible(ask, index)
    shares, points = scored(ask, index, policy)
    among = reaching(points, eligibility.mask, top)
    rows = among[in_order(Contenders(among, points[among], {}), top, index)].tolist()
    last = rows[-1] if len(rows) >= top and rows else None
    case = Case(
        ask=ask,
        index=index,
        policy=policy,
        eligibility=eligibility,
        shares=shares,
        row=row,
        score=int(points[row]),
        last=last,
        last_score=int(points[last]) if last is not None else 0,
    )
    excluded = eligibility.reasons_of(row)
    ahead = (points > points[row]) | ((points == points[row]) & index.before(row))
    return WhyNot(
        mission=mission.id,
        seat=seat,
        specialist=specialist,
        name=index.names[row],
        on_list=row in rows,
        rank=None if excluded else int((ahead & eligibility.mask).sum()) + 1,
        score=case.score / 100,
        last_score=None if last is None else case.last_score / 100,
        excluded=tuple(exclusion.reason for exclusion in excluded),
        lost=_lost(case),
        change=None if row in rows else _change(case, excluded),
        needed=() if row in rows else _needed(case, excluded),
    )


def _lost(case: Case) -> tuple[Lost, ...]:
    """Criterion by criterion against the last person on the list, greatest loss first."""
    if case.last is None or case.last == case.row:
        return ()
    mine = case.policy.split(_of_row(case, case.row), case.score)
    theirs = case.policy.split(_of_row(case, case.last), case.last_score)
    lost = [
        Lost(
            criterion=criterion.name,
            points=mine[criterion.name][1] / 100,
            last=theirs[criterion.name][1] / 100,
            reason=criterion.explain(case.ask, case.index, case.row),
        )
        for criterion in case.policy.criteria
        if mine[criterion.name][1] < theirs[criterion.name][1]
    ]
    return tuple(sorted(lost, key=lambda each: each.points - each.last))


def _of_row(case: Case, row: int) -> dict[str, float]:
    return {name: float(share[row]) for name, share in case.shares.items()}


def _change(case: Case, excluded: list[Exclusion]) -> str | None:
    """The smallest single change that is enough by itself."""
    if len(excluded) > 1:
        return None
    if excluded:
        return _remedy(excluded[0], case) if case.enters(case.score) else None
    enough = [(effort, change) for effort, change, score in _raised(case) if case.enters(score)]
    return min(enough)[1] if enough else None


def _raised(case: Case) -> Iterator[tuple[float, str, int]]:
    """(effort, change, score it leads to) for every step of every criterion."""
    for criterion in case.policy.criteria:
        share = case.shares[criterion.name][case.row]
        if share != share:  # it abstains
            continue
        for step in criterion.steps(case.ask, case.index, case.row):
            yield step.effort, step.change, _score_with(case, criterion.name, step.share)


def _score_with(case: Case, criterion: str, share: float) -> int:
    shares = {name: np.array([value]) for name, value in {**_of_row(case, case.row), criterion: share}.items()}
    return int(case.policy.points(shares, 1)[0])


def _needed(case: Case, excluded: list[Exclusion]) -> tuple[str, ...]:
    """Everything that stands in the way, where no single change is enough."""
    remedies = [_remedy(exclusion, case) or f"nothing lifts: {exclusion.reason}" for exclusion in excluded]
    if not case.enters(case.score):
        behind = case.last_score - case.score + case.behind
        remedies.append(f"{behind / 100:.2f} more points to reach the last place")
    return tuple(remedies)


def _remedy(exclusion: Exclusion, case: Case) -> str | None:
    """What would lift one exclusion; None when nothing the person or RTCM does can."""
    window = case.ask.window
    if exclusion.reason in _LIFTS:
        return _LIFTS[Bar(exclusion.reason)].format(start=window.start, end=window.end)
    if exclusion.reason.startswith("away"):
        away = away_days(case.ask, case.index, case.row)
        short = case.ask.days_needed - (window.days - away)
        return f"available on {words.plural(short, 'more day')} between {window.start} and {window.end}"
    must = exclusion.must
    if must is None or must.kind in ("nationality", "official", "employer"):
        return None
    until = f", valid to {window.end}" if isinstance(must, CertificateRequirement | TrainingRequirement) else ""
    return f"{words.requirement(must)}{until}"
