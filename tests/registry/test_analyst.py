"""An analyst's pool: real facts, nobody recognisable, whatever is joined or singled out."""

import json
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import Ask, Index, recommend
from matching.eligibility import eligible
from registry import open_pool, suppressed
from registry.analyst import LEAST, NoPool, Pool, smallest_class
from registry.analyst.anonymity import alike
from registry.errors import NotFound
from registry.sample import sample_pool
from registry.snapshot import SCHEMAS
from registry.store import Store
from tests.builders import a_mission, a_specialist, an_assignment

DAY = date(2026, 11, 25)
ORGANISATION = "Sample Border Service"
TELLING = {"Zarnigar", "Quluzade", "Зарнигар", "CERT-77-1", "I once met a whale", "The whale at the border"}


def somebody_known():
    """Somebody of whom everything that tells who they are is on file."""
    return a_specialist(
        "known-person",
        name={"given": "Zarnigar", "family": "Quluzade", "native": "Зарнигар"},
        consent={"search": {"given": "2024-01-01"}, "statistics": {"given": "2024-01-01"}},
        organisation=ORGANISATION,
        skills=[{"skill": "BRD.CHK", "level": 5, "evidence": ["CERT-77-1"]}],
        certificates=[{"module": "RTCM-M1", "issued": "2025-01-01", "number": "CERT-77-1"}],
        missions=[{"title": "The whale at the border", "organisation": ORGANISATION, "role": "expert"}],
        publications=[{"title": "The whale at the border", "year": 2020}],
        bio={"eng": "I once met a whale"},
    )


@pytest.fixture(scope="module")
def url(tmp_path_factory) -> str:
    """A pool of 200 with somebody who is known, and a mission that excludes their organisation."""
    url = f"sqlite:///{tmp_path_factory.mktemp('pool') / 'pool.db'}"
    blocks = list(sample_pool(200, 11))
    mission = a_mission(id="known", exclude={"organisations": [ORGANISATION.upper()]}, source={"contact": "Zarnigar"})
    seat = a_mission(must=({"kind": "employer", "any_of": [ORGANISATION, "ngo"]},), beneficiary=f"The {ORGANISATION}")
    with Store.create(url) as store, store.writing(actor="test", purpose="test") as writing:
        for block in blocks:
            writing.put_specialists(block.specialists)
        writing.put_specialists([somebody_known()])
        writing.put_assignments([each for block in blocks for each in block.assignments])
        writing.put_assignments([an_assignment("secret", team=[{"specialist": "known-person", "role": "expert"}])])
        writing.put_missions([mission, seat])
    return url


@pytest.fixture(scope="module")
def pool(url) -> Pool:
    return open_pool(url, on=DAY)


@pytest.fixture(scope="module")
def other(url) -> Pool:
    """The same pool, opened again."""
    return open_pool(url, on=DAY)


@pytest.fixture(scope="module")
def tables(pool):
    return pool.frames()


def values(frames) -> set[str]:
    return {str(value) for frame in frames.values() for column in frame for value in frame[column].explode().dropna()}


def quasi(frame: pd.DataFrame) -> list[str]:
    return [column for column in frame if column != "id"]


def test_nothing_tells_who_somebody_is(pool, url, tables):
    real = open_pool(url, pseudonymous=False, on=DAY)
    named = TELLING | {"known-person", "secret", ORGANISATION}
    assert {each for each in named if any(each in value for value in values(real.frames()))} == named
    facts = "".join(each.model_dump_json() for each in (*pool.people, *pool.past, *pool.missions()))
    told = json.dumps(sorted(values(tables) | values(pool.snapshot().to_frames())), ensure_ascii=False)
    for each in (*named, "Sample ", "sample-"):
        assert each.casefold() not in (facts + told).casefold(), each


def test_two_exports_cannot_be_joined(pool, other, tables):
    one, two = tables, other.frames()
    ids = [set(frames["specialists"]["id"]) | set(frames["assignments"]["id"]) for frames in (one, two)]
    assert len(ids[0]) == len(ids[1]) > 200
    assert not ids[0] & ids[1]
    # No other table has anything by which the rows of one person hang together.
    assert [noun for noun, frame in one.items() if {"id", "specialist", "assignment"} & set(frame)] == [
        "specialists",
        "assignments",
    ]
    # By everything else, the best guess who is who is one in five, and so by the order of rows.
    for noun in ("specialists", "assignments"):
        joined = (
            one[noun]
            .astype("string")
            .fillna("")
            .merge(two[noun].astype("string").fillna(""), on=quasi(one[noun]), suffixes=("", "_other"))
        )
        assert joined.groupby("id")["id_other"].nunique().min() >= LEAST
    # A key of a whole profile would join them: the attack itself finds people where rows have an id.
    whole = [
        pool.snapshot().to_frames()["skills"].groupby("specialist")["skill"].agg(lambda skills: tuple(sorted(skills)))
        for pool in (pool, other)
    ]
    assert len(set(whole[0]) & set(whole[1])) > 100


def test_nobody_is_alone_in_a_published_table(pool, tables):
    frames = tables
    assert frames.keys() == SCHEMAS.keys()
    smallest = {noun: smallest_class(frame, quasi(frame)) for noun, frame in frames.items() if len(frame)}
    assert len(smallest) == len(SCHEMAS)
    assert min(smallest.values()) >= LEAST
    # The control: the same facts without coarsening single people out.
    exact = pool.snapshot().to_frames()["specialists"]
    assert smallest_class(exact, ["gender", "residence", "employer_type", "experience_years"]) == 1


def test_people_are_counted_not_rows(pool):
    snapshot = pool.snapshot().to_frames()["skills"]
    # Ten rows of one person are one person.
    ten = pd.DataFrame({"country": ["AZE"] * 10 + ["KAZ"] * 5})
    people = pd.Series(["one"] * 10 + [f"p{n}" for n in range(5)])
    assert alike(ten, people)["country"].tolist() == ["KAZ"] * 5
    assert smallest_class(ten, ["country"], people) == 1
    assert smallest_class(snapshot, ["skill"], snapshot["specialist"]) == 1


def test_facts_stay_real(pool, tables):
    frames, exact = tables, pool.snapshot().to_frames()
    shown = frames["skills"].dropna(subset="skill").groupby("skill").size()
    true = exact["skills"].groupby("skill").size()
    assert len(shown) > 20
    assert (shown <= true.reindex(shown.index)).all()
    assert (shown >= LEAST).all()
    assert frames["specialists"]["id"].is_monotonic_increasing
    assert frames["members"]["gender"].notna().any()


def test_only_those_who_consent_to_be_counted(url, pool):
    real = open_pool(url, pseudonymous=False, on=DAY)
    consenting = [
        each for each in real.people if (c := each.consent.statistics) and c.given <= DAY and c.withdrawn is None
    ]
    assert len(pool) < len(real)
    assert len(pool) <= len(consenting)
    assert not [each for each in pool.people if each.restricted]
    assert len(open_pool(url, on=date(2000, 1, 1))) == 0


def test_the_matcher_gives_the_same_but_for_words(url):
    """By a name that a test can undo: scores of everything but text and network are those of the real pool."""
    with Store.open(url) as store:
        real, disguised = Pool.of(store, DAY, None), Pool.of(store, DAY, lambda id: f"x-{id}")
    everybody = {f"x-{each.id}" for each in real.people}
    assert {each.id for each in disguised.people} < everybody
    counted = [each for each in real.people if f"x-{each.id}" in {one.id for one in disguised.people}]
    mission = real.mission("m1")
    index, other = Index.build(_of(real, counted)), Index.build(disguised.snapshot())
    mine = recommend(mission, index, top=50)[0].recommendations
    theirs = recommend(disguised.mission("m1"), other, top=50)[0].recommendations
    assert len(mine) == len(theirs) > 3
    assert {f"x-{each.specialist}": (each.score, each.flags) for each in mine} == {
        each.specialist: (each.score, each.flags) for each in theirs
    }


def _of(pool: Pool, people):
    ids = {each.id for each in people}
    past = [
        each.model_copy(
            update={
                "team": team,
                "trainees": tuple(one for one in each.trainees if one in ids),
                "appraisals": tuple(one for one in each.appraisals if one.specialist in ids),
            }
        )
        for each in pool.past
        if (team := tuple(one for one in each.team if one.specialist in ids))
    ]
    return Pool(pool.epoch, pool.revision, True, tuple(people), tuple(past), ()).snapshot()


def test_exclusions_find_whom_they_are_meant_for(pool):
    index = Index.build(pool.snapshot())
    whom = next(each for each in pool.people if [c.issued for c in each.certificates] == [date(2025, 1, 1)])
    reasons = eligible(Ask(pool.mission("known"), 1), index).reasons_of(index.row_of(whom.id))
    assert [each.reason for each in reasons] == ["excluded organisation"]
    assert not eligible(Ask(pool.mission("m1"), 1), index).reasons_of(index.row_of(whom.id))[1:]
    assert "organisation p-" in (pool.mission("m1").beneficiary or "")


@pytest.mark.parametrize("address", ["sqlite:///nowhere/rtcm.db", "sqlite:///none.db"])
def test_no_pool(address, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NoPool, match=r"rtcm demo.*RTCM_DATABASE_URL"):
        open_pool(address)
    assert not list(tmp_path.iterdir())


def test_whom_the_pool_does_not_hold(pool):
    assert pool.specialist(pool.people[3].id) is pool.people[3]
    with pytest.raises(NotFound):
        pool.specialist("known-person")
    with pytest.raises(NotFound):
        pool.mission("v99")


def test_small_counts_are_suppressed_with_others():
    counts = pd.DataFrame({"women": [40, 3, 12], "men": [30, 20, 9]}, index=["a", "b", "c"])
    shown = suppressed(counts)
    # One cell alone would follow from the sum of its row, and of its column.
    assert shown.isna().to_numpy().tolist() == [[False, False], [True, True], [True, True]]
    assert suppressed(pd.Series([7, 0, 9], name="people"))["people"].tolist() == [7, 0, 9]
    assert suppressed(pd.DataFrame()).empty


@given(st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=1, max_size=5))
def test_no_sum_gives_a_count_away(rows):
    counts = pd.DataFrame(rows)
    shown = suppressed(counts)
    hidden = shown.isna()
    assert not ((shown > 0) & (shown < LEAST)).fillna(False).to_numpy().any()
    assert shown.mask(hidden, counts).equals(counts.astype("Int64"))
    lines = [(counts.loc[at], hidden.loc[at]) for at in counts.index]
    lines += [(counts[at], hidden[at]) for at in counts if len(counts) > 1]
    for true, gone in lines:
        shown_too = ((true > 0) & ~gone).any()
        assert not gone.any() or not shown_too or (gone.sum() >= 2 and true[gone].sum() >= LEAST)


@pytest.mark.parametrize("wrong", [-1, 0.5])
def test_what_is_no_count(wrong):
    with pytest.raises(ValueError, match="expected counts"):
        suppressed(pd.DataFrame({"share": [wrong]}))


def test_consent_ends_on_its_day(tmp_path):
    url = f"sqlite:///{tmp_path / 'pool.db'}"
    ends = {"search": {"given": "2024-01-01"}, "statistics": {"given": "2024-01-01", "withdrawn": str(DAY)}}
    with Store.create(url) as store, store.writing(actor="t", purpose="t") as writing:
        writing.put_specialists([a_specialist("s1", consent=ends)])
    assert [len(open_pool(url, on=day)) for day in (DAY - timedelta(days=1), DAY)] == [1, 0]
