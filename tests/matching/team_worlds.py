"""Random small worlds with the best team by hand, and builders of pools and seats, for the tests of teams."""

import random
from typing import Any

from matching import DEFAULT, Index
from matching.protected import Protected
from matching.seats import best_of_seats
from matching.teams import Rules, Team, Terms
from matching.teams.problem import Asked, Problem, problem_of
from registry.domain import Mission
from registry.vocabulary import fees
from tests.builders import a_mission, a_snapshot, a_specialist, an_assignment, language, skill
from tests.matching.teams_by_hand import World, gains_of, keeps, points_of, teams, value

AZE_ONLY = {"kind": "nationality", "any_of": ["AZE"]}
NOT_AZE = {"kind": "nationality", "none_of": ["AZE"]}
SKILLS = ["TRN.TOT", "TRN.CUR", "BRD.CHK", "LAW.INT"]
LANGUAGES = ["eng", "rus", "aze"]


def a_world(dice: random.Random, people: int = 9) -> World:
    """A small random pool with past missions, and a mission of up to three seats for two to four people."""
    ids = [f"s{number}" for number in range(people)]
    pool = tuple(
        a_specialist(
            id,
            gender=dice.choice(["female", "male", None]),
            organisation=dice.choice(["Sample A", "Sample B", "Sample C", None]),
            employer_type=dice.choice([None, "government", "independent"]),
            nationalities=dice.sample(["AZE", "GEO", "KAZ"], dice.randint(0, 2)),
            official=dice.choice([True, False, None]),
            experience_years=dice.choice([None, 2, 8, 15]),
            skills={each: dice.randint(1, 5) for each in dice.sample(SKILLS, dice.randint(0, 3))},
            languages={each: dice.choice(["A2", "B1", "C1"]) for each in dice.sample(LANGUAGES, dice.randint(0, 2))},
        )
        for id in ids
    )
    past = tuple(
        an_assignment(
            f"a{n}", team=[{"specialist": id, "role": "expert"} for id in dice.sample(ids, dice.randint(1, 3))]
        )
        for n in range(dice.randint(0, 4))
    )
    return World(pool, past, mission_of(dice), DEFAULT)


def mission_of(dice: random.Random) -> Mission:
    counts = dice.choice([(2,), (3,), (1, 1), (1, 2), (2, 2), (1, 1, 1)])
    return a_mission(seats=[a_seat(dice, count) for count in counts])


def a_seat(dice: random.Random, count: int) -> dict[str, Any]:
    wish = [skill(each, dice.randint(1, 5), weight=dice.choice([0.5, 1.0])) for each in dice.sample(SKILLS, 2)]
    wish += [language(each, "B2") for each in dice.sample(LANGUAGES, dice.randint(0, 2))]
    must = dice.choice([[], [], [{"kind": "nationality", "any_of": ["AZE", "GEO"]}]])
    return {"role": dice.choice(["expert", "team_lead"]), "count": count, "must": must, "wish": wish}


def some_rules(dice: random.Random) -> Rules:
    """Some rules switched on, so tight that they bite and often clash."""
    every = {
        "women": dice.choice([0.3, 0.5]),
        "men": dice.choice([0.3, 0.5]),
        "per_organisation": dice.choice([1, 2]),
        "per_nationality": dice.choice([1, 2]),
        "lead_years": dice.choice([5, 10]),
        "newcomers": 1,
        "budget": dice.choice([3000, 4500, 6000]),
    }
    return Rules(**{name: every[name] for name in dice.sample(list(every), dice.randint(0, 3))})


FEES = {key: fee.amount for key, fee in fees().items()}
EFFORT = 5  # days, of every mission that the builder makes


def by_hand(world: World, rules: Rules, objective: str, terms: Terms) -> int | None:
    """The value of the best of all teams, None when no team keeps the rules."""
    points = points_of(world)
    gains = gains_of(world, terms) if objective == "full" else []
    plain = Terms(coverage=0, languages=0, together=0, same_organisation=0)
    counted = terms if objective == "full" else plain
    allowed = (team for team in teams(world, points) if keeps(world, team, rules, FEES, EFFORT))
    return max((value(world, team, points, gains, counted) for team in allowed), default=None)


def the_problem(world: World, rules: Rules, terms: Terms, full: bool) -> Problem:
    index = world.index
    asked = Asked(world.mission, index, world.policy, rules, terms, Protected.of(world.snapshot), ())
    return problem_of(asked, best_of_seats(world.mission, index, world.policy), full)


def pool(*people: Any, past: tuple[Any, ...] = ()) -> Index:
    return Index.build(a_snapshot(*people, assignments=past))


def seats(*counts: int, **facts: Any) -> Mission:
    wish = [skill("BRD.CHK", 5)]
    return a_mission(seats=[{"role": "expert", "count": count, "wish": wish} for count in counts], **facts)


def chosen(team: Team) -> list[list[str]]:
    return [[each.specialist for each in seat.chosen] for seat in team.seats]
