"""Rules that a planner switches on, and people who are fixed."""

import pytest

from matching.errors import BadRules, NoSuchSeat, NoSuchSpecialist
from matching.protected import Protected
from matching.teams import Rules, Terms, form
from tests.builders import a_snapshot, a_specialist, an_assignment
from tests.matching.team_worlds import chosen, pool, seats

GENDERS = ["female", "male", "female", "male", "male"]


def test_gender_moves_nothing_unless_a_rule_asks():
    """The better three are men: without a rule they are taken, whoever they are; with one, the first woman comes in."""
    people = [a_specialist(f"s{n}", gender=GENDERS[n], skills={"BRD.CHK": n + 1}) for n in range(5)]
    other = [each.model_copy(update={"gender": None}) for each in people]
    mission = seats(2)
    snapshot = a_snapshot(*people)
    without = form(mission, pool(*people)).model_dump_json()
    assert without == form(mission, pool(*other)).model_dump_json()
    with_rule = form(mission, pool(*people), rules=Rules(women=0.5), protected=Protected.of(snapshot))
    assert chosen(with_rule) == [["s4", "s2"]]
    (rule,) = with_rule.rules
    assert (rule.rule, rule.value, rule.reached) == ("women", 0.5, 1.0)
    with pytest.raises(BadRules):
        form(mission, pool(*people), rules=Rules(women=0.5))


RULED = [
    pytest.param(Rules(per_organisation=1), ["s5", "s3"], 1, id="per-organisation"),
    pytest.param(Rules(per_nationality=1), ["s5", "s2"], 1, id="per-nationality"),
    pytest.param(Rules(lead_years=12), ["s5", "s1"], 15, id="lead-with-experience"),
    pytest.param(Rules(newcomers=1), ["s5", "s0"], 1, id="someone-new-beside-someone-tested"),
    pytest.param(Rules(budget=4999 - 1500), ["s4", "s3"], 2500, id="budget"),
]


@pytest.mark.parametrize(("rules", "best", "reached"), RULED)
def test_each_rule_changes_the_team_as_it_says(rules, best, reached):
    people = [
        a_specialist(
            f"s{n}",
            skills={"BRD.CHK": 5 if n == 5 else max(n, 1)},
            organisation="Sample X" if n > 3 else f"Sample {n}",
            nationalities=["AZE"] if n > 2 else ["GEO"],
            experience_years=15 if n == 1 else 5,
            official=n in (3, 4),
        )
        for n in range(6)
    ]
    served = [{"specialist": f"s{n}", "role": "expert"} for n in range(1, 6)]
    index = pool(*people, past=tuple(an_assignment(f"a{n}", team=[one]) for n, one in enumerate(served)))
    mission, plain = seats(2), Terms(coverage=0, languages=0, together=0, same_organisation=0)
    assert chosen(form(mission, index, terms=plain)) == [["s5", "s4"]]
    team = form(mission, index, rules=rules, terms=plain)
    assert (chosen(team), [each.reached for each in team.rules]) == ([best], [reached])


def test_who_works_for_themselves_has_no_colleagues():
    people = [
        a_specialist(f"s{n}", skills={"BRD.CHK": n}, organisation="Sample practice", employer_type="independent")
        for n in range(1, 4)
    ]
    team = form(seats(2), pool(*people), rules=Rules(per_organisation=1))
    assert chosen(team) == [["s3", "s2"]]


def test_fixed_people_stay_and_the_rest_is_formed_around_them():
    people = [a_specialist(f"s{n}", skills={"BRD.CHK": n}) for n in range(1, 6)]
    team = form(seats(1, 2), pool(*people), fixed={2: ["s1", "s1"]})
    assert chosen(team) == [["s5"], ["s4", "s1"]]
    assert all(each.instead_of != "s1" for seat in team.seats for each in seat.alternates)
    with pytest.raises(NoSuchSpecialist):
        form(seats(1), pool(*people), fixed={1: ["nobody"]})
    with pytest.raises(NoSuchSeat):
        form(seats(1), pool(*people), fixed={2: ["s1"]})
