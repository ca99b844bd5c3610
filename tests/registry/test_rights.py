"""Consents, retention and the dossier of a person: pure rules, each on its days."""

from datetime import date, timedelta

import pytest

from registry.consents import Purpose, given, in_force, withdrawn
from registry.domain import Window
from registry.dossier import changed, dossier
from registry.errors import NotFound
from registry.history import former
from registry.lifecycle import proposable
from registry.retention import due, rules, trimmed
from registry.store import Store
from tests.builders import a_mission, a_specialist, an_assignment

TODAY = date(2026, 11, 25)
JUNE = Window(start=date(2027, 6, 1), end=date(2027, 6, 30))


def test_consent_holds_from_its_day_until_the_day_before_its_end():
    profile = given(a_specialist(consent={}), Purpose.TRANSFER, "terms 2027", TODAY, TODAY + timedelta(days=2))
    consent = profile.consent.transfer
    assert (consent.terms, profile.consent.search) == ("terms 2027", None)
    assert [in_force(consent, TODAY + timedelta(days=n)) for n in (-1, 0, 1, 2)] == [False, True, True, False]


def test_a_withdrawal_holds_from_its_own_day():
    profile = a_specialist()
    assert proposable(profile, JUNE)
    after = withdrawn(profile, Purpose.SEARCH, TODAY)
    assert not proposable(after, JUNE)
    assert not in_force(after.consent.search, TODAY)
    assert withdrawn(after, Purpose.SEARCH, TODAY) == after
    assert withdrawn(profile, Purpose.TRANSFER, TODAY) == profile


def test_consent_that_begins_later_can_be_withdrawn_before():
    profile = given(a_specialist(consent={}), Purpose.SEARCH, "x", TODAY + timedelta(days=30))
    consent = withdrawn(profile, Purpose.SEARCH, TODAY).consent.search
    assert not in_force(consent, TODAY + timedelta(days=40))


def test_a_restricted_profile_is_not_proposable():
    assert not proposable(a_specialist(restricted=True), JUNE)


ENDED = {"search": {"given": "2024-01-01", "until": "2025-11-25"}}
OLD = [{"from": "2024-01-01", "to": "2024-11-25", "kind": "away"}]


@pytest.mark.parametrize(
    ("facts", "touched", "rule"),
    [
        pytest.param({"vetting": "draft"}, "2024-11-25", "unfinished applications", id="draft"),
        pytest.param({"vetting": "draft"}, "2024-11-26", None, id="draft-a-day-younger"),
        pytest.param({"vetting": "refused"}, "2024-11-01", "refused applications", id="refused"),
        pytest.param({"vetting": "removed"}, "2021-11-01", "former members", id="removed"),
        pytest.param({"vetting": "removed"}, "2022-11-25", None, id="removed-lately"),
        pytest.param({"consent": ENDED}, "2026-11-01", "consent ended", id="consent-ended-a-year-ago"),
        pytest.param({"consent": {}}, "2000-01-01", None, id="never-asked-for-consent"),
        pytest.param({"availability": OLD}, "2026-11-01", "past availability", id="an-old-calendar"),
        pytest.param({}, "2000-01-01", None, id="a-member-for-ever"),
    ],
)
def test_what_is_kept_no_longer(facts, touched, rule):
    found = list(due([a_specialist(**facts)], {"s1": date.fromisoformat(touched)}, TODAY))
    assert [each.rule.name for each in found] == ([rule] if rule else [])


def test_who_has_no_face_is_kept():
    someone = former("0f")
    assert list(due([someone], {someone.id: date(2000, 1, 1)}, TODAY)) == []


def test_every_rule_says_who_asks_for_it():
    assert all(rule.source and rule.why and rule.days > 0 for rule in rules())


def test_only_what_is_past_is_trimmed():
    late = {"from": "2026-01-01", "to": "2027-01-01", "kind": "free"}
    profile = trimmed(a_specialist(availability=[*OLD, late]), TODAY)
    assert [each.kind for each in profile.availability] == ["free"]


def test_a_dossier_holds_everything_of_one_person_and_nobody_else(database_url):
    said = {"by": "peer", "on": "2026-01-01", "ratings": {"delivery": 4}}
    with Store.create(database_url) as store:
        with store.writing("registrar", "import") as writing:
            writing.put_specialists([a_specialist("ann"), a_specialist("bob"), a_specialist("cyd")])
            team = [{"specialist": "ann", "role": "trainer"}]
            appraisals = [{"specialist": id, **said} for id in ("ann", "bob")]
            writing.put_assignments([an_assignment(team=team, trainees=["bob"], appraisals=appraisals)])
            writing.put_missions([a_mission(exclude={"specialists": ["ann", "cyd"]})])
        with store.writing("clerk", "correction") as writing:
            writing.put_specialists([a_specialist("ann", experience_years=4)])
        store.record.note_access("registrar", "request", "ann", "export")
        found = dossier(store, "ann", TODAY)
        with pytest.raises(NotFound):
            dossier(store, "nobody", TODAY)
    assert found.profile.experience_years == 4
    (part,) = found.parts
    assert (part.assignment, part.role, part.trained, len(part.appraisals)) == ("a1", "trainer", False, 1)
    assert found.excluded_from == ("m1",)
    assert [(each.op, each.actor) for each in found.history] == [("add", "registrar"), ("update", "clerk")]
    assert [(each.field, each.before, each.after) for each in found.history[1].changed] == [
        ("experience_years", None, 4.0)
    ]
    assert [(each.purpose, each.in_force) for each in found.consents] == [
        ("search", True),
        ("share_name", False),
        ("transfer", False),
        ("statistics", False),
    ]
    assert [(each.op, each.actor) for each in found.seen] == [("export", "registrar")]
    text = found.model_dump_json()
    assert '"bob"' not in text
    assert '"cyd"' not in text


def test_nothing_differs_between_equal_facts():
    assert changed(a_specialist(), a_specialist()) == ()
    assert {each.field for each in changed(None, a_specialist())} >= {"schema", "id", "name"}
