"""Finding second entries: what is found, what is said of it, and how well on generated pairs."""

from collections import Counter

import numpy as np
import pytest

from registry.domain import Specialist
from registry.duplicates import compare, find
from registry.duplicates.pairing import sharing
from registry.sample import sample_pool
from registry.sample.second_entries import KINDS, second_entries
from registry.snapshot import Snapshot
from tests.builders import a_snapshot, a_specialist, an_assignment


def person(id: str, given: str, family: str, native: str | None = None, **facts) -> Specialist:
    return a_specialist(id, name={"given": given, "family": family, "native": native}, organisation=None, **facts)


def crowd(count: int = 60) -> list[Specialist]:
    """People with nothing in common with anybody, so that names are as rare as in a pool."""
    return [person(f"z{n}", f"Given{'bdfglmnr'[n % 8]}a", f"Family{'tklmrsvz'[n // 8]}o") for n in range(count)]


def score(*two: Specialist, assignments=()) -> float:
    snapshot = Snapshot.of([*two, *crowd()], assignments)
    return compare(snapshot, two[0].id, two[1].id).score


ANAR = person("a", "Anar", "Aliyev", "Anar Əliyev")


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(person("b", "Анар", "Алиев"), id="cyrillic"),
        pytest.param(person("b", "Aliyev", "Anar"), id="other-order"),
        pytest.param(person("b", "Anar Hasan oglu", "Eliyev"), id="fathers-name"),
        pytest.param(person("b", "Anar", "Alieff"), id="french-ending"),
        pytest.param(person("b", "انار", "علييف"), id="arabic-letters"),
    ],
)
def test_one_person_is_found_among_others(other):
    (found,) = find(Snapshot.of([ANAR, other, *crowd()]), 50)
    assert (found.first, found.second) == ("a", "b")
    assert find(Snapshot.of([ANAR, other, *crowd()]), 50, {("a", "b")}) == []


def test_somebody_else_is_not():
    assert find(Snapshot.of([ANAR, person("b", "Elnur", "Aliyev"), *crowd()]), 50) == []


@pytest.mark.parametrize(
    ("mine", "theirs", "lower"),
    [
        pytest.param({"gender": "male"}, {"gender": "female"}, True, id="genders"),
        pytest.param({"nationalities": ["AZE"]}, {"nationalities": ["GEO"]}, True, id="nationalities"),
        pytest.param({"nationalities": ["AZE", "GEO"]}, {"nationalities": ["GEO"]}, False, id="one-nationality-shared"),
        pytest.param({"experience_years": 5}, {"experience_years": 25}, True, id="years-far-apart"),
        pytest.param({"experience_years": 5}, {"experience_years": 6}, False, id="years-alike"),
        pytest.param(
            {"certificates": [{"module": "RTCM-M1", "number": "N-1"}]},
            {"certificates": [{"module": "RTCM-M2", "number": "n-1"}]},
            False,
            id="one-certificate-number",
        ),
        pytest.param(
            {"missions": [{"title": "Border advice", "from": "2024-01-01"}]},
            {"missions": [{"title": "border advice", "from": "2024-01-01"}]},
            False,
            id="one-past-mission",
        ),
        pytest.param(
            {"missions": [{"title": "A", "from": "2024-01-01", "to": "2024-03-01", "country": "AZE"}]},
            {"missions": [{"title": "B", "from": "2024-02-01", "to": "2024-04-01", "country": "GEO"}]},
            True,
            id="in-two-countries-at-once",
        ),
        pytest.param(
            {"skills": {"BRD.IBM": 3, "BRD.CHK": 3, "TRN.DEL": 2}},
            {"skills": {"BRD.IBM": 4, "BRD.CHK": 2, "TRN.DEL": 2}},
            False,
            id="competences",
        ),
    ],
)
def test_what_agrees_raises_and_what_contradicts_lowers(mine, theirs, lower):
    plain = score(ANAR, person("b", "Anar", "Aliev"))
    told = score(person("a", "Anar", "Aliyev", "Anar Əliyev", **mine), person("b", "Anar", "Aliev", **theirs))
    assert told < plain if lower else told > plain


def test_nobody_is_twice_on_one_assignment():
    other = person("b", "Anar", "Aliev")
    members = [{"specialist": id, "role": "expert"} for id in ("a", "b")]
    assert score(ANAR, other, assignments=(an_assignment(team=members),)) < score(ANAR, other) - 50


def test_what_is_said():
    other = person("b", "Анар", "Алиев", gender="female", nationalities=["AZE"])
    mine = person("a", "Anar", "Aliyev", gender="male", nationalities=["AZE"])
    found = compare(Snapshot.of([mine, other, *crowd()]), "b", "a")
    assert [clue.says for clue in found.clues] == [
        "same name, spelled or ordered otherwise: Anar Aliyev / Анар Алиев",
        "contradiction: gender male / female",
        "same nationality",
    ]
    assert [clue.bits > 0 for clue in found.clues] == [True, False, True]


def test_a_rare_name_says_more_than_a_frequent_one():
    pair = (ANAR, person("b", "Anar", "Aliyev"))
    namesakes = [person(f"n{n}", "Anar", "Aliyev") for n in range(20)]
    among = compare(Snapshot.of([*pair, *namesakes, *crowd()]), "a", "b")
    assert among.score < score(*pair)


def test_nothing_to_compare():
    assert find(a_snapshot()) == []
    assert find(a_snapshot(ANAR)) == []
    nameless = person("b", "-", "")
    assert find(a_snapshot(nameless, person("c", "...", "")), 50) == []


def test_sharing_gives_each_pair_of_a_block_once():
    rows, things = np.array([3, 1, 2, 1, 5, 3]), np.array([0, 0, 0, 0, 1, 1])
    found = sharing(rows, things, 10)
    assert sorted(zip(*(each.tolist() for each in found), strict=True)) == [(1, 2, 0), (1, 3, 0), (2, 3, 0), (3, 5, 1)]
    assert len(sharing(rows, things, 2)[0]) == 1  # three rows share thing 0: left out


def pool(people: int, again: int, seed: int) -> tuple[Snapshot, dict[tuple[str, str], str], list[Specialist]]:
    blocks = list(sample_pool(people, seed))
    known = [each for block in blocks for each in block.specialists]
    second = list(second_entries(known, again, seed))
    truth = {tuple(sorted((each.of, each.specialist.id))): each.kind for each in second}
    everybody = [*known, *(each.specialist for each in second)]
    return Snapshot.of(everybody, [a for block in blocks for a in block.assignments]), truth, everybody


def test_generated_pairs():
    """Precision and recall at the size of a real pool; a finder of equal names is the control that must fail."""
    snapshot, truth, everybody = pool(600, 120, seed=5)
    found = {(each.first, each.second) for each in find(snapshot, 50)}
    right = found & truth.keys()
    assert len(right) / len(found) >= 0.9
    assert len(right) / len(truth) >= 0.75
    kinds, got = Counter(truth.values()), Counter(truth[pair] for pair in right)
    assert kinds.keys() == KINDS.keys()
    assert all(got[kind] / kinds[kind] >= 0.5 for kind in kinds)
    names = {each.id: each.name.full.casefold() for each in everybody}
    assert sum(names[one] == names[other] for one, other in truth) / len(truth) < 0.1


def test_the_same_pool_gives_the_same_answer_in_any_order():
    snapshot, _, everybody = pool(200, 40, seed=6)
    blocks = [a for block in sample_pool(200, 6) for a in block.assignments]
    assert find(Snapshot.of(everybody[::-1], blocks[::-1])) == find(snapshot)


def test_second_entries_are_repeatable():
    people = [each for block in sample_pool(100, 1) for each in block.specialists]
    assert list(second_entries(people, 30, 1)) == list(second_entries(people, 30, 1))
    assert list(second_entries(people, 30, 1)) != list(second_entries(people, 30, 2))
