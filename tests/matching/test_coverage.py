"""What the pool can serve: counts against a plain loop over profiles, lapses, dependence and the forecast."""

from datetime import date
from functools import cache
from itertools import product

import pytest
from scipy.stats import binom

from matching import DEFAULT, Index, recommend
from matching.coverage import RULES, CoverageRules, cover, published, seats_of
from matching.coverage.forecast import expected_shortfall
from matching.errors import NothingToCover
from matching.index import Delta
from registry.domain import CertificateLevel, Window
from registry.lifecycle import certificate_valid, proposable
from registry.sample import sample_pool
from registry.snapshot import Snapshot
from registry.vocabulary import language_closeness, modules, narrower
from tests.builders import a_mission, a_snapshot, a_specialist, language, skill

ON, UNTIL = date(2026, 11, 25), date(2027, 11, 25)
ROWS = ["GOV", "GOV.CYC", "BRD", "BRD.CHK", "THB", "TRN.TOT", "PRJ.ADV"]
COUNTRIES, LANGUAGES = ["AZE", "KAZ", "TUR"], ["eng", "rus", "aze", "fas"]


def covered(people, seats=(), on=ON, until=UNTIL, rows=ROWS, countries=COUNTRIES, languages=LANGUAGES, rules=RULES):
    return cover(Index.build(a_snapshot(*people)), seats, on, until, rows, countries, languages, rules)


def cells_of(answer):
    return {(each.competence, each.country, each.language): each for each in answer.cells}


@cache
def fitting(competence):
    """Modules about a competence: they teach it, or something narrower or broader."""
    around = {competence, *narrower(competence)}
    return {
        name
        for name, module in modules().items()
        if any(taught in around or competence in narrower(taught) for taught in module.competences)
    }


def serves(person, competence, country, spoken, rules, until=None):
    """By the profile alone: (holds it, is certified in it); ``until`` the certificate must last."""
    wide = {competence, *narrower(competence)}
    level = any(each.skill in wide and each.level >= rules.level for each in person.skills)
    there = country is None or any(each.country == country and each.months >= rules.months for each in person.countries)
    speaks = spoken is None or any(
        language_closeness(spoken, each.language) == 1.0 and max(filter(None, each.levels), default=0) >= rules.cefr
        for each in person.languages
    )
    holds = level and there and speaks and proposable(person, Window(start=ON, end=ON))
    valid = any(
        each.module in fitting(competence)
        and each.level.rank >= rules.certificate.rank
        and certificate_valid(each, Window(start=ON, end=until or ON))
        for each in person.certificates
    )
    return holds, holds and (valid or not fitting(competence))


@pytest.mark.parametrize(
    "rules",
    [
        pytest.param(RULES, id="default"),
        pytest.param(CoverageRules(level=1, cefr="A1", months=1), id="low"),
        pytest.param(CoverageRules(level=4, cefr="C1", months=24, certificate=CertificateLevel.TRAINER), id="high"),
    ],
)
def test_counts_lapses_and_dependence_as_a_plain_loop_over_profiles_finds(rules):
    people = [each for block in sample_pool(400, 5) for each in block.specialists]
    answer, cells = covered(people, rules=rules), {}
    for row, country, spoken in product(ROWS, [None, *COUNTRIES], [None, *LANGUAGES]):
        holding = [p for p in people if serves(p, row, country, spoken, rules)[0]]
        now = {p.id for p in holding if serves(p, row, country, spoken, rules)[1]}
        later = {p.id for p in holding if serves(p, row, country, spoken, rules, UNTIL)[1]}
        cells[row, country, spoken] = (now, later, len(holding))
    found = {key: (each.people, each.holders, each.lapsing) for key, each in cells_of(answer).items()}
    assert found == {key: (len(now), held, len(now - later)) for key, (now, later, held) in cells.items()}
    inner = [cell for (_, country, spoken), cell in cells.items() if country and spoken]
    lapses = {
        p.id: (
            sum(p.id in now - later for now, later, _ in inner),
            sum(p.id in now and not later for now, later, _ in inner),
        )
        for p in people
        if any(p.id in now - later for now, later, _ in cells.values())
    }
    assert {each.specialist: (each.cells, each.emptied) for each in answer.lapses} == lapses
    alone = {p.id: sum(now == {p.id} for now, _, _ in inner) for p in people}
    assert {each.specialist: each.cells for each in answer.sole} == {id: n for id, n in alone.items() if n}
    assert answer.pool.proposable == sum(proposable(p, Window(start=ON, end=ON)) for p in people)
    assert sum(count for count in alone.values()) > 5  # there is something to compare
    assert len(lapses) > 3


def one(**facts):
    """Somebody who serves border checks in Kazakhstan in Russian."""
    return a_specialist(
        **{
            "skills": {"BRD.CHK": 4},
            "languages": {"rus": "C1"},
            "countries": [{"country": "KAZ", "months": 12}],
            "certificates": [{"module": "SBS-2", "level": "trainer", "issued": "2025-01-10", "status": "issued"}],
            **facts,
        }
    )


@pytest.mark.parametrize(
    ("facts", "people", "holders"),
    [
        pytest.param({}, 1, 1, id="serves"),
        pytest.param({"skills": {"BRD.CHK": 2}}, 0, 0, id="level-too-low"),
        pytest.param({"languages": {"rus": "B1"}}, 0, 0, id="language-too-low"),
        pytest.param({"countries": [{"country": "KAZ", "months": 5}]}, 0, 0, id="too-few-months"),
        pytest.param({"certificates": []}, 0, 1, id="not-certified"),
        pytest.param(
            {"certificates": [{"module": "SBS-2", "level": "trainer", "issued": "2020-01-10", "status": "issued"}]},
            0,
            1,
            id="certificate-lapsed-by-its-three-years",
        ),
        pytest.param(
            {"certificates": [{"module": "EUAA-REC", "level": "trainer", "issued": "2025-01-10", "status": "issued"}]},
            0,
            1,
            id="certified-in-something-else",
        ),
        pytest.param(
            {"certificates": [{"module": "SBS-2", "level": "trainer", "issued": "2025-01-10", "status": "revoked"}]},
            0,
            1,
            id="revoked",
        ),
        pytest.param({"consent": {}}, 0, 0, id="not-proposable"),
        pytest.param({"referral": {"state": "paused"}}, 0, 0, id="paused"),
    ],
)
def test_who_counts(facts, people, holders):
    answer = covered([one(**facts)], rows=["BRD"], countries=["KAZ"], languages=["rus"])
    cell = cells_of(answer)["BRD", "KAZ", "rus"]
    assert (cell.people, cell.holders) == (people, holders)


def test_a_group_counts_what_is_narrower_and_not_the_other_way_round():
    cells = cells_of(covered([one()], rows=["BRD", "BRD.CHK", "BRD.CHK.AIR"]))
    assert [cells[row, None, None].people for row in ("BRD", "BRD.CHK", "BRD.CHK.AIR")] == [1, 1, 0]


def test_whoever_holds_what_no_module_teaches_counts_without_a_certificate():
    answer = covered([one(skills={"THB": 3}, certificates=[])], rows=["THB"])
    assert answer.competences[0].taught is False
    assert cells_of(answer)["THB", "KAZ", "rus"].people == 1


def test_a_certificate_that_ends_takes_its_cells_along():
    soon = {"module": "SBS-2", "level": "trainer", "issued": "2024-03-01", "expires": "2027-03-01", "status": "issued"}
    answer = covered([one(certificates=[soon]), one(id="s2")], rows=["BRD"], countries=["KAZ"], languages=["rus"])
    (lapse,) = answer.lapses
    assert (lapse.specialist, lapse.cells, lapse.emptied) == ("s1", 1, 0)
    assert [(each.module, each.level, each.last) for each in lapse.certificates] == [
        ("SBS-2", "trainer", date(2027, 2, 28))
    ]
    assert cells_of(answer)["BRD", "KAZ", "rus"].lapsing == 1
    still = covered([one(certificates=[soon])], until=date(2027, 2, 28), rows=["BRD"])
    assert still.lapses == ()


def test_points_that_the_missions_would_lose():
    """The next in line stands in; where there is none the place is lost."""
    mission = a_mission(wish=(skill("BRD.CHK", 4),))
    (seat,) = seats_of([mission], lambda _: DEFAULT)
    scores = {each.specialist: each.score for each in recommend(mission, _pool(4, 3))[0].recommendations}
    both = cover(_pool(4, 3), [seat], ON, UNTIL, ["GOV"], [], [])
    assert {each.specialist: each.points for each in both.sole} == {"s0": pytest.approx(scores["s0"] - scores["s1"])}
    alone = cover(_pool(4), [seat], ON, UNTIL, ["GOV"], [], [])
    assert [(each.specialist, each.points) for each in alone.sole] == [("s0", scores["s0"])]


def _pool(*levels):
    return Index.build(a_snapshot(*(a_specialist(f"s{n}", skills={"BRD.CHK": at}) for n, at in enumerate(levels))))


def test_the_forecast_of_a_seat():
    """One speaks enough Russian, one is away today, one is paused until next year, one lacks more than Russian."""
    people = [
        a_specialist("s1", languages={"rus": "C1"}),
        a_specialist(
            "s2", languages={"rus": "B1"}, availability=[{"from": "2026-11-01", "to": "2026-12-31", "kind": "away"}]
        ),
        a_specialist("s3", languages={"rus": "B1"}, referral={"state": "paused", "until": "2027-01-01"}),
        a_specialist("s4", languages={"rus": "B1"}, vetting="draft"),
    ]
    seats = seats_of([a_mission(must=(language("rus", "B2"),))], lambda _: DEFAULT)
    (seat,) = covered(people, seats).forecast
    assert (seat.mission, seat.seat, seat.count, seat.now, seat.then, seat.shortfall) == ("m1", 1, 1, 1, 1, 0)
    assert seat.expected_shortfall == 0.5
    assert seat.bottleneck.model_dump() == {"must": "Russian B2", "alone": 2, "eased": "Russian B1", "adds": 2}


@pytest.mark.parametrize(
    ("people", "now", "then", "shortfall"),
    [
        pytest.param([], 0, 0, 2, id="nobody"),
        pytest.param(
            [{"availability": [{"from": "2026-11-01", "to": "2026-12-31", "kind": "away"}]}], 0, 1, 1, id="away"
        ),
        pytest.param([{"consent": {"search": {"given": "2024-01-01", "until": "2027-01-01"}}}], 1, 0, 2, id="consent"),
        pytest.param([{}, {}, {}], 3, 3, 0, id="enough"),
    ],
)
def test_now_and_then(people, now, then, shortfall):
    mission = a_mission(seats=[{"role": "expert", "count": 2}])
    seats = seats_of([mission], lambda _: DEFAULT)
    everybody = [
        a_specialist("s0", vetting="draft"),
        *(a_specialist(f"p{n}", **facts) for n, facts in enumerate(people)),
    ]
    (seat,) = covered(everybody, seats).forecast
    assert (seat.now, seat.then, seat.shortfall, seat.bottleneck) == (now, then, shortfall, None)


@pytest.mark.parametrize("acceptance", [0.01, 0.5, 0.93, 1.0])
@pytest.mark.parametrize(("places", "people"), [(1, 0), (1, 1), (3, 2), (2, 5), (15, 20), (1000, 2500), (5, 100_000)])
def test_expected_shortfall(places, people, acceptance):
    mean = sum((places - j) * binom.pmf(j, people, acceptance) for j in range(min(places, people) + 1))
    assert expected_shortfall(places, people, acceptance) == pytest.approx(mean, rel=1e-6, abs=1e-9)


def test_what_is_published_hides_small_counts_and_names():
    people = [one(id=f"s{n}") for n in range(6)] + [one(id=f"k{n}", languages={"aze": "C1"}) for n in range(2)]
    seats = seats_of([a_mission(must=(language("aze", "B2"),))], lambda _: DEFAULT)
    whole = covered(people, seats, rows=["BRD", "LAW"], countries=["KAZ"])
    shown = published(whole)
    cells = cells_of(shown)
    assert cells["BRD", "KAZ", "rus"].people == 6
    assert cells["BRD", "KAZ", "aze"].people is None
    assert cells["LAW", "KAZ", "aze"].people == 0
    assert (shown.lapses, shown.sole, shown.training, shown.suppressed_below) == ((), (), None, 5)
    assert (shown.forecast[0].then, shown.forecast[0].points, shown.forecast[0].bottleneck) == (None, None, None)
    assert all(each.id not in shown.model_dump_json() for each in people)
    assert not any(
        0 < count < 5 for each in shown.cells for count in (each.people, each.holders, each.lapsing) if count
    )


def test_a_small_difference_of_two_shown_counts_is_hidden_too():
    people = [one(id=f"s{n}") for n in range(6)] + [one(id="plain", certificates=[])]
    cell = cells_of(published(covered(people, rows=["BRD"])))["BRD", "KAZ", "rus"]
    assert (cell.people, cell.holders) == (6, None)


def test_changed_and_rebuilt_alike():
    people = [each for block in sample_pool(120, 9) for each in block.specialists]
    later = [each for block in sample_pool(120, 10) for each in block.specialists][:40]
    grown = Index.build(Snapshot.of(people)).apply(Delta("", 0, put=later))
    rebuilt = Index.build(Snapshot.of([*later, *people[40:]]))
    seats = seats_of([a_mission(wish=(skill("BRD.CHK", 4),))], lambda _: DEFAULT)
    one_answer, other = (cover(index, seats, ON, UNTIL, ROWS, COUNTRIES, LANGUAGES) for index in (grown, rebuilt))
    assert one_answer == other


def test_an_empty_pool_and_days_out_of_order():
    with pytest.raises(NothingToCover, match="the pool is empty"):
        covered([])
    with pytest.raises(NothingToCover, match="lies before 2026-11-25"):
        covered([one()], until=date(2026, 11, 24))


def test_no_rows_no_missions():
    answer = covered([one()], rows=[], countries=[], languages=[])
    assert (answer.cells, answer.forecast, answer.lapses, answer.sole) == ((), (), (), ())
