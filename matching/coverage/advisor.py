"""The training advisor: which certifications of whom would raise the served points of the missions most."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from matching import words
from matching.coverage.answer import Certification, Effect, Training
from matching.coverage.choice import Problem, bound, greedy, taken, without_idle
from matching.coverage.modules import Bundle, Useful, is_about_certificates, useful
from matching.coverage.needed import needed
from matching.coverage.options import Option, ProfileOf, Progress, certified, options
from matching.coverage.proof import proved
from matching.coverage.rules import RULES, CoverageRules
from matching.coverage.served import Served, Wanted, serve
from matching.index import Delta, Index
from registry.vocabulary import modules


@dataclass(frozen=True)
class Case:
    """Everything that the advice is told from: the seats as they stand, what could be given, and what is chosen."""

    index: Index
    served: Sequence[Served]
    found: Useful
    problem: Problem
    issued: date
    rules: CoverageRules


def _quiet(done: int, total: int) -> None:
    """Progress that nobody looks at."""


def advise(
    index: Index,
    seats: Sequence[Wanted],
    profile_of: ProfileOf,
    k: int,
    on: date,
    rules: CoverageRules = RULES,
    seconds: float = 10.0,
    progress: Progress = _quiet,
) -> Training:
    """The ``k`` certifications, issued ``rules.training_days`` after ``on``, that raise the served points most.

    Served points: over all seats the points of the best ``count`` people that the matcher gives, each seat by itself.
    ``profile_of``: the profile behind an id of the index. ``seconds``: for the proof; with 0 the answer is the greedy
    one with its bound. Fewer than ``k`` where no further one adds anything.
    """
    issued = on + timedelta(days=rules.training_days)
    served = [serve(each, index) for each in seats]
    found = useful(seats, issued, k, rules)
    every = options(index, served, found, profile_of, issued, rules, progress)
    now = [{index.ids[row]: points for row, points in each.best.items()} for each in served]
    problem = Problem([each.wanted.places for each in served], now, needed(every, now, k))
    case = Case(index, served, found, problem, issued, rules)
    given, most = _chosen(problem, k, seconds)
    considered = len({(each.specialist, module) for each in every for module in each.modules})
    return _told(case, given, most, profile_of, k, considered)


def _chosen(problem: Problem, k: int, seconds: float) -> tuple[dict[str, Bundle], int]:
    """(the best choice found, hundredths that no choice passes)."""
    given = without_idle(problem, greedy(problem, k))
    most = math.floor(min(bound(problem, {}, k), bound(problem, given, k)) + 1e-6)
    if problem.value(given) >= most or seconds <= 0:
        return given, most
    proof = proved(problem, k, seconds)
    if proof.given is not None and problem.value(proof.given) > problem.value(given):
        given = proof.given
    return given, int(min(most, proof.bound))


def _told(case: Case, given: dict[str, Bundle], most: int, profile_of: ProfileOf, k: int, considered: int) -> Training:
    before, after = sum(each.total for each in case.served), rescored(case, given, profile_of)
    return Training(
        status="optimal" if after >= most else "feasible",
        asked=k,
        considered=considered,
        before=before / 100,
        after=after / 100,
        bound=max(most, after) / 100,
        gap=max(most - after, 0) / 100,
        certifications=tuple(_certifications(case, given)),
    )


def rescored(case: Case, given: dict[str, Bundle], profile_of: ProfileOf) -> int:
    """The served points after training, by the matcher from the changed profiles."""
    put = [certified(profile_of(who), modules, case.issued, case.rules) for who, modules in sorted(given.items())]
    after = case.index.apply(Delta(case.index.epoch, case.index.revision, put=put))
    return sum(serve(each.wanted, after).total for each in case.served)


def _certifications(case: Case, given: dict[str, Bundle]) -> Iterator[Certification]:
    """One after the other, whichever adds most to those before; their gains add up to the whole."""
    problem, best = case.problem, case.problem.best(given)
    left = {(who, module) for who, modules in given.items() for module in modules}
    so_far: dict[str, Bundle] = {}
    value = problem.value(so_far)
    while left:
        reached = {each: problem.value(_with(so_far, *each)) for each in left}
        who, module = min(left, key=lambda each: (-reached[each], each))
        so_far = _with(so_far, who, module)
        yield Certification(
            specialist=who,
            name=case.index.names[case.index.row_of(who)],
            module=module,
            title=modules()[module].title,
            level=str(case.rules.grants),
            issued=case.issued,
            gain=(reached[who, module] - value) / 100,
            effects=tuple(_effects(case, given, best, who, module)),
            instead=case.found.instead[module],
        )
        value = reached[who, module]
        left.remove((who, module))


def _with(given: dict[str, Bundle], who: str, module: str) -> dict[str, Bundle]:
    return {**given, who: given.get(who, frozenset()) | {module}}


def _effects(
    case: Case, given: dict[str, Bundle], best: list[dict[str, int]], who: str, module: str
) -> Iterator[Effect]:
    """The seats in which somebody has a place by a certificate."""
    for seat, served in enumerate(case.served):
        option = taken(case.problem, given, best, seat, who)
        if option is not None and module in option.modules:
            ask = served.wanted.ask
            yield Effect(
                mission=ask.mission.id,
                seat=ask.number,
                points=option.points / 100,
                reason=_reason(case, served, option, module),
            )


def _reason(case: Case, served: Served, option: Option, module: str) -> str:
    ask, row = served.wanted.ask, case.index.row_of(option.specialist)
    seat = f"seat {ask.number} of {ask.mission.id}"
    missing = [words.requirement(each.must) for each in served.eligibility.reasons_of(row) if each.must is not None]
    together = "".join(f", together with {other}" for other in sorted(option.modules - {module}))
    if missing:
        what = f"{missing[0]} is the only must-have missing" if len(missing) == 1 else f"missing are {_all(missing)}"
        return f"would open {seat}{together}: {what}; {_place(served, row, option)}"
    wishes = [words.requirement(each) for each in ask.seat.wish if is_about_certificates(each)]
    return f"would count more in {seat}{together}, which wishes for {_all(wishes)}: {_place(served, row, option)}"


def _all(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _place(served: Served, row: int, option: Option) -> str:
    """The points, beside those that the place gives now."""
    points, best = f"{option.points / 100:.2f} points", served.best
    if row in best:
        return f"{points} instead of {best[row] / 100:.2f}"
    free = served.wanted.places - len(best)
    return (
        f"{points} in a place that is empty now" if free else f"{points}, the last place has {served.needed / 100:.2f}"
    )
