"""A team in words: its seats, alternates, rules and terms as the answer shows them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from matching import words
from matching.eligibility import flags_of
from matching.seats import Best
from matching.teams.answer import Alternate, Chosen, RuleUsed, TeamSeat, Term
from matching.teams.bounds import leads
from matching.teams.problem import Asked, Lineup, Problem
from matching.teams.rules import meaning
from matching.teams.start import outsiders
from matching.teams.worth import Worth, covered, people_of, worth

# So many pairs and employers are named; the rest are counted.
_NAMED = 5
# More than any member is worth.
_NOBODY = 1 << 60


def seats_told(
    asked: Asked, problem: Problem, seats: Sequence[Best], lineup: Lineup, alternates: int
) -> tuple[TeamSeat, ...]:
    """Every seat with its people and alternates."""
    return tuple(
        TeamSeat(
            seat=place + 1,
            role=seat.role,
            count=seat.count,
            chosen=_chosen(asked, problem, best, taken),
            alternates=_alternates(asked, problem, lineup, place, alternates),
        )
        for place, (seat, best, taken) in enumerate(zip(asked.mission.seats, seats, lineup, strict=True))
    )


def empty_seats(asked: Asked) -> tuple[TeamSeat, ...]:
    """The seats of a mission that has no team."""
    numbered = enumerate(asked.mission.seats, start=1)
    return tuple(
        TeamSeat(seat=number, role=seat.role, count=seat.count, chosen=(), alternates=()) for number, seat in numbered
    )


def _chosen(asked: Asked, problem: Problem, best: Best, taken: Sequence[int]) -> tuple[Chosen, ...]:
    """The members in one seat, best first as on the shortlist."""
    place = {row: at for at, row in enumerate(best.ranking.rows)}
    rows = sorted((int(problem.rows[person]) for person in taken), key=place.__getitem__)
    contributions = best.explained(rows, asked.index, asked.policy)
    flags = flags_of(best.ranking.ask, asked.index, rows)
    return tuple(
        Chosen(
            specialist=asked.index.ids[row],
            name=asked.index.names[row],
            points=best.ranking.points[place[row]] / 100,
            contributions=parts,
            flags=raised,
        )
        for row, parts, raised in zip(rows, contributions, flags, strict=True)
    )


def _alternates(asked: Asked, problem: Problem, lineup: Lineup, seat: int, most: int) -> tuple[Alternate, ...]:
    """The cheapest outsiders, each in place of the member with whom the team loses least; fixed people stay."""
    now, fixed = worth(problem, lineup).total, {person for at, person in problem.fixed if at == seat}
    members = people_of(lineup)
    cost, instead = np.full(len(problem.ids), _NOBODY), np.full(len(problem.ids), -1)
    # In the order of their ids: of members with whom the team loses the same, the first leaves.
    for member in sorted(each for each in lineup[seat] if each not in fixed):
        values, able = outsiders(problem, lineup, seat, member)
        able[members] = False
        cheaper = able & (now - values < cost)
        cost[cheaper], instead[cheaper] = (now - values)[cheaper], member
    people = np.flatnonzero(instead >= 0)
    cheapest = people[np.argsort(cost[people], kind="stable")[:most]].tolist()
    return tuple(_alternate(asked, problem, int(cost[each]), each, int(instead[each])) for each in cheapest)


def _alternate(asked: Asked, problem: Problem, cost: int, person: int, member: int) -> Alternate:
    return Alternate(
        specialist=problem.ids[person],
        cost=cost / 100,
        name=asked.index.names[int(problem.rows[person])],
        instead_of=problem.ids[member],
    )


def rules_told(asked: Asked, problem: Problem, lineup: Lineup | None) -> tuple[RuleUsed, ...]:
    """The rules that are on, and what the team has of each."""
    members = sum(seat.count for seat in asked.mission.seats)
    return tuple(
        RuleUsed(
            rule=rule,
            value=value,
            meaning=meaning(rule, value, members),
            reached=None if lineup is None else _reached(rule, asked, problem, lineup),
        )
        for rule, value in asked.rules.switched_on()
    )


def _reached(rule: str, asked: Asked, problem: Problem, lineup: Lineup) -> float:
    """Women, men, newcomers, the most of one organisation or nationality, EUR, or years of the lead."""
    if rule == "lead_years":
        return _years_of_lead(asked, problem, lineup)
    rows = [at for at, name in enumerate(problem.bounds.rules) if name == rule]
    totals = problem.bounds.totals(people_of(lineup))[rows]
    return float(totals[0] if rule == "newcomers" else totals.max(initial=0))


def _years_of_lead(asked: Asked, problem: Problem, lineup: Lineup) -> float:
    """The fewest years of the leads; without a seat for one, the most of anybody."""
    seats = leads(asked.mission)
    people = [person for seat in seats for person in lineup[seat]] or people_of(lineup)
    years = [asked.index.years_of(int(problem.rows[person])) or 0.0 for person in people]
    return min(years) if seats else max(years)


def terms_told(asked: Asked, problem: Problem, lineup: Lineup) -> tuple[Term, ...]:
    """The parts of the team's points; they add up to them."""
    parts, members = worth(problem, lineup), problem.members
    seats = f"the points of {words.plural(members, 'member')} in their seats"
    told = [Term(term="seats", points=parts.seats / 100, most=members * 100.0, reason=seats)]
    return tuple(told if problem.plain else [*told, *_of_the_team(asked, problem, lineup, parts)])


def _of_the_team(asked: Asked, problem: Problem, lineup: Lineup, parts: Worth) -> Iterator[Term]:
    for term, points, competence in (("coverage", parts.coverage, True), ("languages", parts.languages, False)):
        most = sum(wished.most for wished in problem.wishes if wished.competence is competence)
        reason = _best_holders(asked, problem, lineup, competence)
        yield Term(term=term, points=points / 100, most=most / 100, reason=reason)
    most = round(asked.terms.together * 100) * problem.members
    together = _colleagues(asked, problem, lineup)
    yield Term(term="together", points=parts.together / 100, most=most / 100, reason=together)
    employers = _employers(asked, problem, lineup)
    yield Term(term="same_organisation", points=parts.same_organisation / 100, most=0.0, reason=employers)


def _best_holders(asked: Asked, problem: Problem, lineup: Lineup, competence: bool) -> str:
    """Wish by wish the first of its best holders."""
    members = people_of(lineup)
    told = []
    for wished, gains, best in zip(problem.wishes, problem.gains, covered(problem, members), strict=True):
        if wished.competence is competence:
            holder = next((person for person in members if best and gains[person] == best), None)
            share = f"{best / wished.most:.2f}" if wished.most else "0"
            by = "nobody" if holder is None else f"{_name(asked, problem, holder)} {share}"
            told.append(f"{wished.words}: {by}")
    return "; ".join(told) or "nothing of the kind is wished"


def _colleagues(asked: Asked, problem: Problem, lineup: Lineup) -> str:
    members = people_of(lineup)
    pairs = list(combinations(members, 2))
    known = [pair for pair in pairs if problem.known[pair[0], pair[1]]]
    named = [_on_what(asked, problem, *pair) for pair in known[:_NAMED]]
    more = [f"{len(known) - _NAMED} more"] if len(known) > _NAMED else []
    head = f"{len(known)} of {words.plural(len(pairs), 'pair')} worked together"
    return ": ".join(filter(None, (head, "; ".join(named + more))))


def _on_what(asked: Asked, problem: Problem, one: int, other: int) -> str:
    """The latest past mission that two people served on."""
    past, people = asked.index.past, asked.index.people["person"][problem.rows[[one, other]]].tolist()
    shared = set(past.served.of_one(people[0])) & set(past.served.of_one(people[1]))
    latest = max(shared, key=lambda mission: (int(past.years[mission]), -mission))
    both = f"{_name(asked, problem, one)} and {_name(asked, problem, other)}"
    return f"{both} on {past.titles[latest]} ({int(past.years[latest])})"


def _employers(asked: Asked, problem: Problem, lineup: Lineup) -> str:
    employed = Counter(code for code in problem.organisation[people_of(lineup)].tolist() if code >= 0)
    several = sorted((-n, asked.index.organisations.names[code]) for code, n in employed.items() if n > 1)
    named = [f"{-n} of {name}" for n, name in several[:_NAMED]]
    return "; ".join(named) if named else "no two of one organisation"


def _name(asked: Asked, problem: Problem, person: int) -> str:
    return asked.index.names[int(problem.rows[person])]
