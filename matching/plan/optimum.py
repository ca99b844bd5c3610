"""The best plan, and the proof of it: linear programs over few people, widened only where prices say it matters."""

from dataclasses import dataclass, replace

import numpy as np

from matching.arrays import Flags, Shares
from matching.limits import Limit
from matching.plan.approach import rough_prices
from matching.plan.finish import finished
from matching.plan.greedy import one_after_another
from matching.plan.lists import Known, Lists
from matching.plan.problem import Problem
from matching.plan.program import program
from matching.plan.proof import Prices
from matching.plan.request import Whole
from matching.plan.solving import Corner, choice, corner

# What is worth less than this is rounding: worth comes in whole hundredths.
NOTHING = 0.004
_EPSILON = 1e-7
# People of each seat that the first program looks at, beside two for every place; and at most added in each round.
_FIRST, _MORE = 16, 40
_MOST_ROUNDS = 200
# A circle wider than this finds no plan any more where narrower ones found none.
_WIDEST = 64.0
# Beyond so many pairs the first program is cut down to those who at rough prices take away no more points than these.
_LARGE, _ROUGHLY = 20_000, 1.0
# Together with those who add something, those come in who take away so little: prices move, and they would be next.
_MARGIN = 0.5
# Once so few points are open, whole people are tried; first among those who take away nothing, or hardly anything.
_NEARLY, _NARROW = 2.0, 0.1


@dataclass(frozen=True)
class Outcome:
    """The pairs taken, what they are worth, and what no plan over the whole pool is worth more than."""

    taken: Known
    worth: float
    bound: float
    looked_at: Known | None = None  # the pairs of the last program: where to begin with a problem that is much the same

    @property
    def proved(self) -> bool:
        """Whether nothing can be better."""
        return self.bound - self.worth < NOTHING


@dataclass(frozen=True)
class Relaxed:
    """Where the linear programs ended: all known pairs, the last corner, and the lowest bound with its prices."""

    pairs: Known
    inside: Flags  # pairs of the last program
    taken: Shares  # how far each pair is taken
    value: float
    prices: Prices
    bound: float

    def lower(self, before: "Relaxed | None") -> "Relaxed":
        """The same corner, with the lower of both bounds."""
        if before is None or before.bound >= self.bound:
            return self
        return replace(self, prices=before.prices, bound=before.bound)


def best(problem: Problem, lists: Lists, limit: Limit, start: Known | None = None) -> Outcome | None:
    """The best plan that was found, with what was proved; None where none was found that reaches the floors.

    ``start``: pairs that the first program looks at as well.
    """
    fallback = _first_plan(problem, lists)
    relaxed = relax(problem, lists, limit, start)
    if relaxed is None:
        return fallback
    found = _whole_people(problem, lists, relaxed, limit)
    plans = [each for each in (found, fallback) if each is not None]
    if not plans:
        return None
    best = max(plans, key=lambda each: each.worth)
    bound = min(relaxed.bound, *(each.bound for each in plans))
    return Outcome(best.taken, best.worth, max(bound, best.worth), relaxed.pairs.at(relaxed.inside))


def _first_plan(problem: Problem, lists: Lists) -> Outcome | None:
    """Missions one after another, and no more than the best of every seat as bound."""
    if len(problem.floors):
        return None
    pairs = lists.known(problem.held)
    taken = pairs.at(one_after_another(problem, pairs))
    worth = problem.worth(pairs)
    order = np.lexsort((-worth, ~pairs.fixed, pairs.seat))
    seat = pairs.seat[order]
    among = _place_within(seat) < problem.request.counts[seat]
    return Outcome(taken, problem.value(taken), float(worth[order][among].sum()) + _beyond_first(problem, lists))


def _beyond_first(problem: Problem, lists: Lists) -> float:
    """Rotation may lift somebody beyond the known rankings above those within."""
    return float(problem.request.counts @ np.where(lists.whole, 0.0, problem.rules.rotation))


def relax(problem: Problem, lists: Lists, limit: Limit, start: Known | None = None) -> Relaxed | None:
    """Linear programs until nobody outside could add anything; None when not even the first was solved in time.

    A program over the best people of each seat gives a price to every seat, and to the days of everybody in it.
    Whoever stands outside and adds something at these prices is let in; where even the last person known of a
    ranking would, the ranking is looked at deeper. When nobody is left, the prices prove the optimum over the whole
    pool: column generation (Gilmore and Gomory 1961), with the bound worked out here and not taken from the solver.
    """
    pairs = lists.known(problem.held)
    inside = pairs.fixed | (pairs.place < _FIRST + 2 * problem.request.counts[pairs.seat])
    if start is not None:
        inside |= np.isin(_key(pairs, lists), _key(start, lists))
    if inside.sum() > _LARGE:
        inside = _near_rough_prices(problem, lists, pairs, inside)
    reached: Relaxed | None = None
    for _ in range(_MOST_ROUNDS):
        some = np.flatnonzero(inside)
        over = program(problem, pairs.at(inside))
        solved = corner(over, limit)
        if solved is None:
            return reached
        prices = Prices.of(problem, over, solved.prices, lists.people)
        beyond, by_themselves = prices.beyond(problem, lists), prices.alone(problem, pairs)
        bound = prices.bound(problem, by_themselves, beyond)
        taken = _spread(solved, some, len(pairs))
        reached = Relaxed(pairs, inside, taken, solved.value, prices, bound).lower(reached)
        deeper, more = np.flatnonzero(beyond > _EPSILON), _those_who_add(pairs, by_themselves.adds, inside)
        if reached.bound - solved.value < _nearly(problem, solved) or not (len(deeper) or more.any()):
            return reached
        inside = inside | more
        if not more.any():
            pairs, inside = _deepened(problem, lists, deeper, pairs, inside)
            reached = _moved(reached, pairs, inside, lists)
    return reached


def _near_rough_prices(problem: Problem, lists: Lists, pairs: Known, inside: Flags) -> Flags:
    """Instead of the first few of each seat those who at rough prices take little away."""
    over = program(problem, pairs.at(inside))
    prices = Prices.of(problem, over, rough_prices(over), lists.people)
    near: Flags = pairs.fixed | (prices.alone(problem, pairs).adds > -_ROUGHLY)
    return near


def _nearly(problem: Problem, solved: Corner) -> float:
    """What may be open at the end; little where whole people came out, since the next program proves them sooner."""
    if len(problem.raised):
        return _EPSILON
    return NOTHING / 2 if solved.whole else _NEARLY


def _spread(solved: Corner, some: Whole, size: int) -> Shares:
    taken = np.zeros(size)
    taken[some] = solved.taken
    return taken


def _those_who_add(pairs: Known, adds: Shares, inside: Flags) -> Flags:
    """Of each seat those outside who add most, some at a time, with those who nearly do; nobody when nobody adds."""
    more = np.zeros(len(pairs), bool)
    if not np.any(adds[~inside] > -_EPSILON):
        return more
    outside = np.flatnonzero((adds > -_MARGIN) & ~inside)
    order = outside[np.lexsort((-adds[outside], pairs.seat[outside]))]
    more[order[_place_within(pairs.seat[order]) < _MORE]] = True
    return more


def _place_within(seat: Whole) -> Whole:
    """Where each stands among those of its seat; seats stand together."""
    begins = np.flatnonzero(np.diff(seat, prepend=-1))
    return np.arange(len(seat)) - np.repeat(begins, np.diff(np.append(begins, len(seat))))


def _deepened(problem: Problem, lists: Lists, seats: Whole, pairs: Known, inside: Flags) -> tuple[Known, Flags]:
    """All known pairs after some rankings were looked at deeper, and which of them are inside."""
    lists.deepen(seats.tolist())
    known = lists.known(problem.held)
    return known, np.isin(_key(known, lists), _key(pairs.at(inside), lists))


def _key(pairs: Known, lists: Lists) -> Whole:
    return pairs.seat * lists.people + pairs.person


def _moved(reached: Relaxed, pairs: Known, inside: Flags, lists: Lists) -> Relaxed:
    """The same corner in terms of the pairs that are known now."""
    taken = np.zeros(len(pairs))
    was, now = _key(reached.pairs, lists), _key(pairs, lists)
    order = np.argsort(now)
    held = np.flatnonzero(reached.taken)
    taken[order[np.searchsorted(now, was[held], sorter=order)]] = reached.taken[held]
    return replace(reached, pairs=pairs, inside=inside, taken=taken)


def _whole_people(problem: Problem, lists: Lists, relaxed: Relaxed, limit: Limit) -> Outcome | None:
    """A choice of whole people, from the last corner, and as near to the bound as can be proved.

    A pair that at the prices takes away more than what is open between the bound and a plan stands in no better
    plan. So whole people need only be looked for among the others (reduced cost fixing), a wider circle when the
    first was too narrow.
    """
    found = _settled(problem, lists, relaxed, limit)
    width = _NEARLY if found is None else min(_NEARLY, _open(relaxed, found))
    while found is None or not found.proved:
        chosen, relaxed = _circle(problem, lists, relaxed, width)
        answer = choice(program(problem, relaxed.pairs.at(chosen)), limit)
        if answer is not None:
            taken = relaxed.pairs.at(_among(chosen, answer[0]))
            bound = min(relaxed.bound, max(answer[1], relaxed.bound - width))
            found = _better(found, finished(problem, lists, taken), bound, problem)
        widest = width > _WIDEST if found is None else width >= relaxed.bound - found.worth
        if limit.left <= 0 or widest or (bool(chosen.all()) and bool(lists.whole.all())):
            break
        width = 4 * width if found is None else _open(relaxed, found)
    return found


def _open(relaxed: Relaxed, found: Outcome) -> float:
    """Points between a plan and the bound, and a little more."""
    return relaxed.bound - found.worth + NOTHING


def _settled(problem: Problem, lists: Lists, relaxed: Relaxed, limit: Limit) -> Outcome | None:
    """Whoever the corner takes whole is taken, and the rest is filled up as well as can be."""
    near = relaxed.prices.alone(problem, relaxed.pairs).adds > -_NARROW
    chosen = relaxed.taken > _EPSILON
    sure = relaxed.taken > 1 - _EPSILON * 10
    if bool(np.all(sure[chosen])):
        taken = finished(problem, lists, relaxed.pairs.at(sure))
        return Outcome(taken, problem.value(taken), relaxed.bound)
    chosen |= relaxed.inside & near
    answer = choice(program(problem, relaxed.pairs.at(chosen)), limit, sure[chosen])
    if answer is None:
        return None
    taken = finished(problem, lists, relaxed.pairs.at(_among(chosen, answer[0])))
    return Outcome(taken, problem.value(taken), relaxed.bound)


def _circle(problem: Problem, lists: Lists, relaxed: Relaxed, width: float) -> tuple[Flags, Relaxed]:
    """(which pairs take away no more than ``width`` at the prices, all that is known by then)."""
    while len(deeper := np.flatnonzero(relaxed.prices.beyond(problem, lists) > -width)):
        pairs, inside = _deepened(problem, lists, deeper, relaxed.pairs, relaxed.inside)
        relaxed = _moved(relaxed, pairs, inside, lists)
    adds = relaxed.prices.alone(problem, relaxed.pairs).adds
    return relaxed.pairs.fixed | (adds > -width), relaxed


def _among(chosen: Flags, taken: Flags) -> Flags:
    found = np.zeros(len(chosen), bool)
    found[np.flatnonzero(chosen)[taken]] = True
    return found


def _better(found: Outcome | None, taken: Known, bound: float, problem: Problem) -> Outcome:
    worth = problem.value(taken)
    if found is not None and found.worth >= worth:
        return Outcome(found.taken, found.worth, min(found.bound, bound))
    return Outcome(taken, worth, bound if found is None else min(found.bound, bound))
