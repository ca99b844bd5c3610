"""The promises of the straight line, each a test over random pools and missions."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import DEFAULT, POLICIES, Index, recommend
from matching.shortlist import Shortlist
from registry.domain import Mission, Specialist
from registry.snapshot import Snapshot
from tests.builders import a_mission, a_snapshot, a_specialist, an_assignment, country, language, skill

SKILLS = ["TRN.TOT", "TRN.CUR", "TRN", "BRD", "BRD.IBM", "BRD.CHK", "BRD.CHK.AIR", "LAW.INT", "ASY.RSD"]
LANGUAGES = ["eng", "rus", "aze", "tur", "fas", "prs", "tgk"]
COUNTRIES = ["AZE", "GEO", "KAZ", "AFG", "IRN", "DEU"]
CEFR = ["A1", "A2", "B1", "B2", "C1", "C2"]
STATUS = ["claimed", "evidenced", "verified"]
EVERY_CRITERION = POLICIES["rtcm-track-record"]


def somebody(dice: random.Random, id: str) -> Specialist:
    """A random profile, thin or full, in the pool or not."""
    some = lambda names, most: dice.sample(names, dice.randint(0, most))  # noqa: E731  # shorter than a def here
    status = lambda: dice.choice(STATUS)  # noqa: E731  # same
    return a_specialist(
        id,
        gender=dice.choice(["female", "male", None]),
        nationalities=some(COUNTRIES, 2),
        vetting=dice.choice(["admitted"] * 5 + ["draft"]),
        experience_years=dice.choice([None, 1, 5, 12]),
        education=dice.choice([None, {"level": 6}, {"level": 7}]),
        skills=[
            {"skill": s, "level": dice.randint(1, 5), "status": status(), "evidence": ["x"]} for s in some(SKILLS, 5)
        ],
        languages=[{"language": s, "speaking": dice.choice(CEFR), "status": status()} for s in some(LANGUAGES, 3)],
        countries=[
            {
                "country": s,
                "months": dice.randint(1, 40),
                "last_year": dice.choice([None, 2010, 2026]),
                "status": status(),
            }
            for s in some(COUNTRIES, 3)
        ],
        certificates=[
            {"module": m, "level": dice.choice(["participant", "trainer"]), "issued": "2025-06-15", "status": "issued"}
            for m in some(["RTCM-M3", "RTCM-TOT1", "RTCM-M4"], 2)
        ],
        missions=[{"title": "T", "role": dice.choice(["trainer", "expert"])} for _ in range(dice.randint(0, 3))],
        bio={"eng": "border management training"} if dice.random() < 0.5 else {},
    )


def some_mission(dice: random.Random) -> Mission:
    """A random mission for one seat, with wishes of every kind and sometimes a must."""
    wish = [skill(s, dice.randint(1, 5), weight=dice.choice([0.5, 1.0, 3.0])) for s in dice.sample(SKILLS, 3)]
    wish += [language(s, dice.choice(CEFR)) for s in dice.sample(LANGUAGES, dice.randint(0, 2))]
    wish += [country(s, dice.randint(1, 24)) for s in dice.sample(COUNTRIES, dice.randint(0, 2))]
    wish += dice.sample(
        [
            {"kind": "experience", "years": 7},
            {"kind": "training", "role": "trainer"},
            {"kind": "education", "level": 7},
            {"kind": "certificate", "module": "RTCM-M3"},
        ],
        dice.randint(0, 4),
    )
    must = dice.choice([(), (language("eng", "B1"),), ({"kind": "experience", "years": 3},)])
    return a_mission(must=must, wish=tuple(wish))


def a_world(seed: int) -> tuple[list[Specialist], Mission]:
    dice = random.Random(seed)
    people = [somebody(dice, f"s{n:02}") for n in range(25)]
    return people, some_mission(dice)


def past(people: list[Specialist]):
    """One training given by the first two, the first appraised."""
    said = {"specialist": people[0].id, "by": "requester", "on": "2025-06-01", "ratings": {"delivery": 4}}
    team = [{"specialist": each.id, "role": "trainer"} for each in people[:2]]
    return (an_assignment(team=team, appraisals=[said]),)


def ranked(people, mission, policy=EVERY_CRITERION, top=100) -> Shortlist:
    return recommend(mission, Index.build(a_snapshot(*people, assignments=past(people))), policy, top)[0]


worlds = st.integers(0, 10**6).map(a_world)


def place(shortlist: Shortlist, id: str) -> int:
    return next((each.rank for each in shortlist.recommendations if each.specialist == id), 10**6)


@given(worlds)
def test_points_add_up_to_a_score_of_0_to_100(world):
    for each in ranked(*world).recommendations:
        assert round(sum(part.points for part in each.contributions), 2) == each.score
        assert 0 <= each.score <= 100
        assert round(sum(part.weight for part in each.contributions), 2) in (0, 100)


@given(worlds)
def test_points_are_weight_times_share(world):
    for each in ranked(*world).recommendations:
        for part in each.contributions:
            assert part.points == pytest.approx(part.weight * (part.share or 0), abs=0.0101)


@given(worlds, st.randoms())
def test_order_of_rows_does_not_matter(world, chance):
    people, mission = world
    shuffled = [*people]
    chance.shuffle(shuffled)
    events = past(people)
    lists = [recommend(mission, Index.build(Snapshot.of(rows, events)))[0] for rows in (people, shuffled)]
    assert lists[0].model_dump_json() == lists[1].model_dump_json()


@given(worlds)
def test_best_first_and_ties_by_id(world):
    order = [(-each.score, each.specialist) for each in ranked(*world).recommendations]
    assert order == sorted(order)


@given(worlds, st.integers(1, 30))
def test_a_shorter_list_is_the_beginning_of_a_longer_one(world, top):
    whole, short = ranked(*world), ranked(*world, top=top)
    assert short.recommendations == whole.recommendations[:top]


@given(worlds)
def test_everybody_is_listed_or_excluded_with_a_reason(world):
    people, _ = world
    shortlist = ranked(*world)
    assert shortlist.pool.specialists == len(people)
    assert len(shortlist.recommendations) == shortlist.pool.eligible
    left_out = len(people) - shortlist.pool.eligible
    assert sum(each.count for each in shortlist.excluded) >= left_out
    assert bool(shortlist.excluded) == bool(left_out)


@given(worlds)
def test_who_somebody_is_moves_no_score(world):
    """Name, gender, nationality and residence swapped: the same bytes, but for the names."""
    people, mission = world
    other = {"gender": "other", "nationalities": ["TUR"], "residence": "TUR", "name": {"family": "Somebody"}}
    swapped = [a_specialist(**{**each.model_dump(by_alias=True, exclude={"schema_"}), **other}) for each in people]
    before, after = ranked(people, mission), ranked(swapped, mission)
    named = {each.id: each.name.full for each in people}
    back = [each.model_copy(update={"name": named[each.specialist]}) for each in after.recommendations]
    assert after.model_copy(update={"recommendations": tuple(back)}).model_dump_json() == before.model_dump_json()


@given(worlds)
def test_stuffing_a_bio_changes_nothing(world):
    people, mission = world
    stuffed = [each.model_copy(update={"bio": {"eng": f"{mission.title} {SKILLS} " * 50}}) for each in people]
    assert ranked(stuffed, mission).model_dump_json() == ranked(people, mission).model_dump_json()


SECTIONS = ("skills", "languages", "countries", "certificates", "missions")


@given(worlds, st.sampled_from(SECTIONS), st.integers(0, 24), st.integers(0, 4))
def test_removing_what_is_claimed_never_raises_a_rank(world, section, who, which):
    people, mission = world
    facts = getattr(people[who], section)
    poorer = people[who].model_copy(update={section: facts[:which] + facts[which + 1 :]})
    after = [*people[:who], poorer, *people[who + 1 :]]
    assert place(ranked(after, mission), poorer.id) >= place(ranked(people, mission), poorer.id)


@given(worlds, st.sampled_from(("skills", "languages", "countries")), st.integers(0, 24))
def test_removing_what_backs_a_claim_never_raises_a_rank(world, section, who):
    people, mission = world
    bare = tuple(fact.model_copy(update={"status": "claimed"}) for fact in getattr(people[who], section))
    after = [*people[:who], people[who].model_copy(update={section: bare}), *people[who + 1 :]]
    assert place(ranked(after, mission), people[who].id) >= place(ranked(people, mission), people[who].id)


@pytest.mark.parametrize("fact", ["experience_years", "education"])
@pytest.mark.parametrize("seed", range(12))
def test_leaving_a_fact_out_never_raises_a_rank(seed, fact):
    """Of anybody: an unknown year or degree counts nothing, or leaving a low one out would pay."""
    people, mission = a_world(seed)
    before = ranked(people, mission)
    for who, person in enumerate(people):
        after = [*people[:who], person.model_copy(update={fact: None}), *people[who + 1 :]]
        assert place(ranked(after, mission), person.id) >= place(before, person.id)


@given(worlds)
def test_an_abstention_shares_its_weight_out(world):
    for each in ranked(*world).recommendations:
        known = [part for part in each.contributions if part.share is not None]
        silent = [part for part in each.contributions if part.share is None]
        used = sum(EVERY_CRITERION.weights[part.criterion] for part in known)
        assert all(part.points == part.weight == 0 for part in silent)
        for part in known:
            assert part.weight == pytest.approx(100 * EVERY_CRITERION.weights[part.criterion] / used, abs=1e-4)


def test_surplus_never_pays_for_a_gap():
    wish = (skill("BRD.IBM", 2), skill("ASY.RSD", 2))
    level = a_specialist("level", skills={"BRD.IBM": 2, "ASY.RSD": 1})
    surplus = a_specialist("surplus", skills={"BRD.IBM": 5, "ASY.RSD": 1})
    first, second = recommend(a_mission(wish=wish), Index.build(a_snapshot(level, surplus)))[0].recommendations
    assert first.score == second.score


def test_evidence_is_told_apart_and_weighted():
    people = [a_specialist(status, skills=[{"skill": "BRD.IBM", "level": 3, "status": status}]) for status in STATUS]
    found = recommend(a_mission(wish=(skill("BRD.IBM"),)), Index.build(a_snapshot(*people, a_specialist("absent"))))[0]
    assert [each.specialist for each in found.recommendations] == ["verified", "evidenced", "claimed", "absent"]
    shown = [[e.status for e in each.contributions[0].evidence] for each in found.recommendations]
    assert shown == [["verified"], ["evidenced"], ["claimed"], []]


def test_a_must_that_nobody_meets_is_named_with_how_many_it_removed():
    people = [a_specialist(f"s{n}") for n in range(3)]
    shortlist = recommend(a_mission(must=(language("kat", "C1"),)), Index.build(a_snapshot(*people)))[0]
    assert shortlist.recommendations == ()
    assert [(each.reason, each.count) for each in shortlist.excluded] == [("must-have not met: Georgian C1", 3)]


def test_an_empty_pool_gives_an_empty_list():
    shortlist = recommend(a_mission(wish=(skill("BRD"),)), Index.build(a_snapshot()))[0]
    assert shortlist.recommendations == shortlist.excluded == ()
    assert shortlist.pool.specialists == 0


def test_one_shortlist_per_seat_and_the_policy_it_was_made_by():
    mission = a_mission(seats=[{"role": "expert", "count": 1}, {"role": "team_lead", "count": 2}])
    lists = recommend(mission, Index.build(a_snapshot(a_specialist())), DEFAULT)
    assert [each.seat for each in lists] == [1, 2]
    assert lists[0].policy.hash == DEFAULT.hash
    assert lists[0].policy.weights == dict(DEFAULT.weights)


@pytest.mark.parametrize("seed", range(5))
def test_an_answer_of_ours_is_one_that_would_pass_every_check(seed):
    people, mission = a_world(seed)
    found = recommend(mission, Index.build(Snapshot.of(people, past(people))), EVERY_CRITERION)[0]
    checked = Shortlist.model_validate_json(found.model_dump_json())
    assert checked == found
    assert repr(checked) == repr(found)
    assert checked.model_dump_json() == found.model_dump_json()


def test_a_changed_policy_is_not_taken_for_the_one_it_was_made_from():
    index = Index.build(a_snapshot(a_specialist("s1", skills={"BRD": 5})))
    mission = a_mission(wish=(skill("BRD", 3), language("eng", "B2")))
    before = recommend(mission, index, DEFAULT)[0]
    changed = DEFAULT.model_copy(update={"weights": {"skill": 1.0}})
    after = recommend(mission, index, changed)[0]
    assert after.policy.hash != before.policy.hash
    assert after.policy.weights == {"skill": 1.0}
    assert [each.criterion for each in after.recommendations[0].contributions] == ["skill"]
