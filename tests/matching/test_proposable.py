"""One predicate, every path: whoever is shown anywhere is proposable on the mission's dates, and nobody else."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import Index, recommend, why_not
from matching.ask import Ask
from matching.eligibility import eligible
from matching.index import Delta
from registry.domain import Mission, Specialist, Window
from registry.lifecycle import Bar, Membership, bars, proposable
from registry.sample import sample_specialists
from registry.store import Store
from tests.builders import a_mission, a_snapshot, a_specialist

People = Sequence[Specialist]
Path = Callable[[People, Window], set[str]]

FIRST, LAST = date(2025, 1, 1), date(2028, 12, 31)
days = st.dates(FIRST, LAST)


def a_mission_on(on: Window) -> Mission:
    return a_mission(window={"start": str(on.start), "end": str(on.end)}, effort_days=1)


def built(people: People) -> Index:
    return Index.build(a_snapshot(*people))


def applied(people: People) -> Index:
    """Everybody came as a change: first as somebody who may always be proposed, then as they are."""
    index = Index.build(a_snapshot(*(a_specialist(each.id) for each in people[::2]))).apply(
        Delta("", 1, put=[a_specialist(each.id) for each in people])
    )
    return index.apply(Delta("", 2, put=people))


def by_rule(people: People, on: Window) -> set[str]:
    return {each.id for each in people if proposable(each, on)}


def by_bars(people: People, on: Window) -> set[str]:
    return {each.id for each in people if not any(hit.any() for hit in bars(Membership.of(each), on).values())}


def by_membership(index: Index, on: Window) -> set[str]:
    hit = bars(index.membership, on).values()
    return {index.ids[row] for row in range(index.rows) if row not in index.gone and not any(b[row] for b in hit)}


def by_eligibility(index: Index, on: Window) -> set[str]:
    mask = eligible(Ask(a_mission_on(on), 1), index).mask
    return {index.ids[row] for row in range(index.rows) if mask[row]}


def by_recommendation(index: Index, on: Window) -> set[str]:
    (found,) = recommend(a_mission_on(on), index, top=1000)
    return {each.specialist for each in found.recommendations}


def by_why_not(index: Index, on: Window) -> set[str]:
    ids = {index.ids[row] for row in range(index.rows)}
    return {id for id in ids if not why_not(a_mission_on(on), index, id, top=1000).excluded}


def forgets_consent(index: Index, on: Window) -> set[str]:
    hit = [who for bar, who in bars(index.membership, on).items() if bar is not Bar.NO_CONSENT]
    return {index.ids[row] for row in range(index.rows) if row not in index.gone and not any(b[row] for b in hit)}


INDEXES = {"built": built, "applied": applied}
ASKED = {
    "membership": by_membership,
    "eligibility": by_eligibility,
    "recommend": by_recommendation,
    "why-not": by_why_not,
}
PATHS: Mapping[str, Path] = {
    "bars": by_bars,
    **{
        f"{how}, {what}": lambda people, on, make=make, ask=ask: ask(make(people), on)
        for how, make in INDEXES.items()
        for what, ask in ASKED.items()
    },
}


def disagreeing(paths: Mapping[str, Path], people: People, on: Window) -> list[str]:
    expected = by_rule(people, on)
    return [name for name, path in paths.items() if path(people, on) != expected]


@st.composite
def windows(draw) -> Window:
    start = draw(days)
    return Window(start=start, end=start + timedelta(days=draw(st.integers(0, 300))))


@st.composite
def consents(draw) -> dict[str, object]:
    given_on = draw(days)
    later = st.none() | st.dates(given_on, LAST)
    return {"given": str(given_on), **{end: day and str(day) for end, day in draw(_ends(later)).items()}}


def _ends(later):
    return st.fixed_dictionaries({"until": later, "withdrawn": later})


@st.composite
def people(draw) -> list[Specialist]:
    found = []
    for number in range(draw(st.integers(1, 6))):
        purposes = draw(st.sets(st.sampled_from(["search", "share_name", "transfer", "statistics"])))
        state, until = draw(st.sampled_from(["open", "open", "paused", "blocked"])), draw(st.none() | days)
        confirmed = draw(st.none() | days)
        facts = {
            "vetting": draw(st.sampled_from(["admitted", "admitted", "suspended", "draft", "removed"])),
            "consent": {purpose: draw(consents()) for purpose in sorted(purposes)},
            "referral": {"state": state, "until": until and str(until)},
            "confirmed_on": confirmed and str(confirmed),
        }
        found.append(a_specialist(f"s{number}", **facts))
    return found


@given(people(), windows())
def test_all_paths_agree(people, on):
    assert disagreeing(PATHS, people, on) == []


@pytest.mark.parametrize("how", INDEXES)
def test_a_path_that_forgets_consent_is_found(how):
    forgetful: Mapping[str, Path] = {"forgetful": lambda people, on: forgets_consent(INDEXES[how](people), on)}
    june = Window(start="2027-06-01", end="2027-06-30")
    assert disagreeing(forgetful, [a_specialist("s1"), a_specialist("s2", consent={})], june) == ["forgetful"]
    assert disagreeing(forgetful, [a_specialist("s1")], june) == []


def test_what_was_stored_agrees(database_url):
    people = list(sample_specialists(200, seed=3))
    with Store.create(database_url) as store:
        with store.writing("tests", "try") as writing:
            writing.put_specialists(people)
        index = Index.build(store.snapshot())
    for start in ("2025-11-01", "2026-12-01", "2027-06-01", "2028-06-01"):
        on = Window(start=start, end=date.fromisoformat(start) + timedelta(days=60))
        assert by_membership(index, on) == by_rule(people, on), start
        # Availability removes more people: nobody else may appear.
        assert by_recommendation(index, on) <= by_rule(people, on), start
        assert by_rule(people, on) or start == "2028-06-01"
