"""The definition of a best team, written a second time in plain Python: every team there is, and what it is worth."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product

from matching import Ask, Index, Policy, recommend
from matching.criteria.language import LanguageFit
from matching.criteria.skill import SkillFit
from matching.teams import Rules, Terms
from registry.domain import Assignment, LanguageRequirement, Mission, SkillRequirement, Specialist
from registry.snapshot import Snapshot

Seats = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class World:
    """People, past missions and a mission, with everything a team is worth by its definition."""

    people: tuple[Specialist, ...]
    past: tuple[Assignment, ...]
    mission: Mission
    policy: Policy

    @cached_property
    def snapshot(self) -> Snapshot:
        return Snapshot.of(self.people, self.past)

    @cached_property
    def index(self) -> Index:
        return Index.build(self.snapshot)


def points_of(world: World) -> list[dict[str, int]]:
    """Per seat the hundredths of everybody who is eligible, as the shortlist says."""
    shortlists = recommend(world.mission, world.index, world.policy, top=10_000)
    return [{each.specialist: round(each.score * 100) for each in seat.recommendations} for seat in shortlists]


def teams(world: World, points: list[dict[str, int]]) -> Iterator[Seats]:
    """Every way to fill all seats, nobody twice."""
    counts = [seat.count for seat in world.mission.seats]
    for taken in product(*(combinations(sorted(each), n) for each, n in zip(points, counts, strict=True))):
        people = [id for seat in taken for id in seat]
        if len(set(people)) == len(people):
            yield taken


def gains_of(world: World, terms: Terms) -> list[dict[str, int]]:
    """Per wish what the team earns when somebody is its best holder."""
    index, members = world.index, sum(seat.count for seat in world.mission.seats)
    found = []
    for criterion, kind, whole in (
        (SkillFit(world.policy.factors.skill), SkillRequirement, terms.coverage),
        (LanguageFit(world.policy.factors.language), LanguageRequirement, terms.languages),
    ):
        wishes: dict[str, tuple] = {}
        for number, seat in enumerate(world.mission.seats, start=1):
            for wish in seat.wishes(kind):
                name = getattr(wish, criterion.name)
                if name not in wishes or (wish.level, wish.weight) > wishes[name][:2]:
                    wishes[name] = (wish.level, wish.weight, number, wish)
        total = sum(each[1] for each in wishes.values())
        for _, weight, number, wish in wishes.values():
            seat = world.mission.seats[number - 1].model_copy(update={"wish": (wish,)})
            seats = (*world.mission.seats[: number - 1], seat, *world.mission.seats[number:])
            alone = world.mission.model_copy(update={"seats": seats})
            shares = criterion.score(Ask(alone, number), index)
            found.append(
                {
                    index.ids[row]: round(whole * members * 100 * weight / total * shares[row])
                    for row in range(len(index))
                }
            )
    return found


def value(world: World, team: Seats, points: list[dict[str, int]], gains: list[dict[str, int]], terms: Terms) -> int:
    """What a team is worth in ``full``; points alone where ``terms`` is None."""
    people = [id for seat in team for id in seat]
    total = sum(points[at][id] for at, seat in enumerate(team) for id in seat)
    if len(people) == 1:
        return total
    total += sum(max(each[id] for id in people) for each in gains)
    pair = round(terms.together * 200 / (len(people) - 1))
    met = {frozenset(pair) for a in world.past for pair in combinations([m.specialist for m in a.team], 2)}
    total += pair * sum(frozenset(two) in met for two in combinations(people, 2))
    employers = Counter(employer(p) for p in world.people if p.id in people and employer(p))
    return total - round(terms.same_organisation * 100) * sum(n - 1 for n in employers.values())


def employer(person: Specialist) -> str | None:
    """Whom somebody works for, None for those who work for themselves."""
    return None if person.employer_type == "independent" else person.organisation


def keeps(world: World, team: Seats, rules: Rules, fees: Mapping[str, int], days: int) -> bool:
    """Whether a team keeps the rules."""
    ids = [id for seat in team for id in seat]
    people = [p for p in world.people if p.id in ids]
    used = {member.specialist for a in world.past for member in a.team}
    leads = [at for at, seat in enumerate(world.mission.seats) if seat.role == "team_lead"]
    years = {p.id: p.experience_years or 0 for p in people}
    lead_years = min(years[id] for at in leads for id in team[at]) if leads else max(years.values())
    employers = Counter(employer(p) for p in people if employer(p))
    nations = Counter(country for p in people for country in p.nationalities)
    cost = sum(fees["official" if p.official else "other"] * days for p in people)
    genders = Counter(str(p.gender) for p in people)
    return all(
        (
            rules.women is None or genders["female"] >= rules.women * len(ids) - 1e-9,
            rules.men is None or genders["male"] >= rules.men * len(ids) - 1e-9,
            rules.per_organisation is None or max(employers.values(), default=0) <= rules.per_organisation,
            rules.per_nationality is None or max(nations.values(), default=0) <= rules.per_nationality,
            rules.lead_years is None or lead_years >= rules.lead_years,
            rules.newcomers is None or (sum(id not in used for id in ids) >= rules.newcomers and used & set(ids)),
            rules.budget is None or cost <= rules.budget,
        )
    )
