"""Registrar, certifier, focal point, administrator and analyst at their pages: what they see, do, and are refused."""

import re
import time
from datetime import timedelta

import pytest

from registry.domain import CertificateCase, Vetting
from registry.domain.message import Message
from registry.store import Lease, outbox
from tests.service.pages.house import PAGES, a_house, pages, signed_in
from tests.service.pages.test_pages import forbidden, unlabelled

NAMES = ("registrar", "certifier", "focal", "administrator", "analyst")


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    found = a_house(f"sqlite:///{tmp_path_factory.mktemp('house') / 'pool.db'}", sample=60)
    yield found
    found.store.close()


@pytest.fixture(scope="module")
def at(house):
    """A browser of somebody, kept for all tests."""
    entered = {name: signed_in(house, name) for name in NAMES}
    browsers = {name: each.__enter__() for name, each in entered.items()}
    yield browsers
    for each in entered.values():
        each.__exit__(None, None, None)


@pytest.mark.parametrize("name", NAMES)
def test_every_page_is_shown_within_its_limits(house, at, name):
    for path in pages(house, name):
        answer = at[name].get(path)
        assert answer.status_code == 200, path
        assert len(answer.content) < 50_000, path
        assert list(forbidden(answer.text)) == [], path
        assert list(unlabelled(answer.text)) == [], path


@pytest.mark.parametrize("name", NAMES)
def test_nobody_comes_into_the_pages_of_another_office(house, at, name):
    for other in NAMES:
        if other != name:
            assert {at[name].get(path).status_code for path in pages(house, other)} == {403}
    assert house.client.get("/members", headers={"accept": "text/html"}, follow_redirects=False).status_code == 303


@pytest.mark.parametrize("name", NAMES)
def test_the_navigation_leads_to_the_own_places(at, name):
    places = re.findall(r'<li><a href="(/[a-z]+)"', at[name].get("/").text)
    assert places
    assert {at[name].get(place).status_code for place in places} == {200}


def follow(browser, answer):
    """The page that a form leads to."""
    assert answer.status_code == 303, answer.text
    return browser.get(answer.headers["location"]).text


def test_a_registrar_admits_after_a_review(house, at):
    browser = at["registrar"]
    assert "Sample Nominee" in browser.get("/applications").text
    page = browser.get("/members/n1").text
    assert "Handed in" in page
    assert ">Test focal</span>" in page, "a diary names who took a step"
    assert browser.get("/members/n1/vetting/admit").status_code == 404
    assert "Done: Begin the review" in follow(browser, browser.post("/members/n1/vetting/review"))
    refused = browser.post("/members/n1/vetting/return", data={"comment": ""})
    assert (refused.status_code, 'aria-invalid="true"' in refused.text) == (422, True)
    missing = browser.post("/members/n1/vetting/refuse", data={"comment": "kept as typed"})
    assert (missing.status_code, "kept as typed" in missing.text) == (422, True)
    assert "Admitted" in follow(browser, browser.post("/members/n1/vetting/admit"))
    assert house.store.specialist("n1").vetting is Vetting.ADMITTED


def test_proposals_are_blocked_with_a_reason(house, at):
    browser, path = at["registrar"], "/members/s4/referral/block"
    assert browser.post(path).status_code == 422
    assert "Blocked" in follow(browser, browser.post(path, data={"reason": "under_inquiry"}))
    assert "Lift the block" in browser.get("/members/s4").text


def test_members_are_found_in_another_script_and_filters_are_taken_away(at):
    page = at["registrar"].get("/members?q=aydin&vetting=admitted&residence=AZE").text
    assert "Айдын Нумуне" in page
    assert 'href="/members?q=aydin&amp;residence=AZE"' in page
    assert "Membership: Admitted" in page
    assert at["registrar"].get("/members?residence=XXX").status_code == 422


def test_a_claim_is_verified_with_a_document(house, at):
    browser, path = at["registrar"], "/members/s1/verify/skills/BRD.IBM"
    (document,) = re.findall(r'name="document" value="(\w+)"', browser.get(path).text)
    image = browser.get(f"/members/s1/documents/{document}")
    assert (image.headers["content-type"], image.headers["x-content-type-options"]) == ("image/png", "nosniff")
    assert image.headers["content-disposition"].startswith("attachment")
    assert browser.get(f"/members/s2/documents/{document}").status_code == 404
    assert browser.post(path).status_code == 422
    assert "Verified." in follow(browser, browser.post(path, data={"document": document}))
    assert house.store.specialist("s1").skills[0].status == "verified"
    assert browser.get("/members/s1/verify/skills/ASY").status_code == 404


def test_somebody_is_registered(house, at):
    browser = at["registrar"]
    refused = browser.post("/members/new", data={"given": "Kept", "family": ""})
    assert (refused.status_code, 'value="Kept"' in refused.text) == (422, True)
    answer = browser.post("/members/new", data={"given": "Sample", "family": "Newcomer", "residence": "TUR"})
    assert "is registered" in follow(browser, answer)
    assert house.store.specialist(answer.headers["location"].split("/")[-1]).residence == "TUR"
    assert browser.post("/members/new", data={"family": "x", "residence": "nowhere"}).status_code == 422


def test_duplicates_are_merged_taken_back_and_set_apart(house, at):
    browser, path = at["registrar"], "/duplicates/s8/s9"
    assert "Aydin Numune – Айдын Нумуне" in browser.get("/duplicates").text
    assert browser.post(f"{path}/merge", data={"kept": "somebody"}).status_code == 422
    assert "Merged into" in follow(browser, browser.post(f"{path}/merge", data={"kept": "s8"}))
    assert browser.get("/members/s9").status_code == 404
    assert f"{path}/undo" in browser.get("/duplicates?state=merged").text
    assert browser.get(f"{path}/undo").status_code == 200
    assert "taken back" in follow(browser, browser.post(f"{path}/undo"))
    assert "cannot be taken back" in follow(browser, browser.post(f"{path}/undo"))
    assert "Kept as two people" in follow(browser, browser.post(f"{path}/apart"))
    assert "Aydin" in browser.get("/duplicates?state=distinct").text


def test_a_certificate_is_trained_for_assessed_and_issued(house, at):
    browser, path = at["certifier"], f"/certifying/cases/{house.waiting_case}"
    follow(browser, browser.post(f"{path}/enrol"))
    assert browser.post(f"{path}/assess").status_code == 422
    assert "Passed" in follow(browser, browser.post(f"{path}/assess", data={"passed": "yes"}))
    assert "Valid" in follow(browser, browser.post(f"{path}/issue"))
    assert browser.get(f"{path}/renew").status_code == 404
    assert browser.post(f"{path}/revoke", data={"comment": "no reason"}).status_code == 422
    assert "Revoked" in follow(browser, browser.post(f"{path}/revoke", data={"reason": "misconduct"}))
    assert house.store.cases.get(CertificateCase, house.waiting_case).certificate.status == "revoked"


def test_a_session_is_recorded_by_names(house, at):
    browser, path = at["certifier"], "/certifying/sessions/new"
    said = {"title": "A sample session", "module": "RTCM-M2", "start": "2026-10-01", "end": "2026-10-05"}
    people = {"trainers": "s1", "participants": "Test s2\ns3"}
    nobody = browser.post(path, data={**said, **people, "trainers": "Nobody Atall"})
    assert (nobody.status_code, "Nobody in the pool is called" in nobody.text) == (422, True)
    several = browser.post(path, data={**said, **people, "participants": "Test"})
    assert (several.status_code, "Several people are called" in several.text) == (422, True)
    later = browser.post(path, data={**said, **people, "end": "2027-10-05"})
    assert (later.status_code, "once it is over" in later.text) == (422, True)
    assert "with 2 participants" in follow(browser, browser.post(path, data={**said, **people}))
    lineage = browser.get("/certifying/lineage?module=RTCM-M2").text
    assert "2 people were trained" in lineage
    assert browser.get("/certifying/lineage?module=nothing").status_code == 404
    assert "Test s1" in browser.get("/certifying/lineage/RTCM-M2.csv").text


def test_a_focal_point_confirms_a_release_and_nominates(house, at):
    browser = at["focal"]
    assert "A test mission" in browser.get("/organisation").text
    assert browser.post("/organisation/engagements/c1/release").status_code == 404
    assert "confirmed" in follow(
        browser, browser.post("/organisation/engagements/c1/release", data={"released": "yes"})
    )
    assert house.ask("planner", "GET", "/candidacies/c1")["ready"]["released"] is True
    assert browser.post("/organisation/engagements/c9/release", data={"released": "yes"}).status_code == 404
    assert browser.post("/organisation/nominate").status_code == 422
    assert "Other is nominated" in follow(browser, browser.post("/organisation/nominate", data={"family": "Other"}))


def test_accounts_are_added_changed_and_reset(house, at):
    browser = at["administrator"]
    new = {"name": "Sample Account", "email": "new@example.org", "roles": ["planner"], "language": "az"}
    assert "/reset/" in browser.post("/accounts/new", data=new).text
    taken = browser.post("/accounts/new", data=new)
    assert (taken.status_code, "Another account has this" in taken.text) == (422, True)
    lacking = browser.post("/accounts/new", data={**new, "email": "x@example.org", "roles": ["focal_point"]})
    assert (lacking.status_code, "a focal point needs" in lacking.text) == (422, True)
    assert browser.post("/accounts/new", data={**new, "email": "nobody"}).status_code == 422
    other = {**new, "name": "Other", "email": "other@example.org", "active": "yes", "version": "1"}
    assert "Saved." in follow(browser, browser.post("/accounts/other", data=other))
    stale = browser.post("/accounts/other", data=other)
    assert (stale.status_code, "meanwhile" in stale.text) == (422, True)
    assert "Saved." in follow(browser, browser.post("/accounts/other", data={**other, "version": "2", "active": ""}))
    assert house.store.accounts.get("other").active is False
    assert "/reset/" in browser.post("/accounts/other/reset").text
    assert "Done" in follow(browser, browser.post("/accounts/other/sign-out"))
    assert browser.get("/accounts/other/nothing").status_code == 404
    own = {"name": "x", "email": "administrator@example.org", "roles": ["planner"], "language": "en", "version": "1"}
    assert browser.post("/accounts/administrator", data=own).status_code == 422


def test_settings_tell_no_secret(at, monkeypatch):
    monkeypatch.setenv("RTCM_SMTP_PASSWORD", "not-to-be-seen")
    monkeypatch.setenv("RTCM_DATABASE_URL", "postgresql+psycopg://me:hidden@db.example/pool")
    page = at["administrator"].get("/settings").text
    assert "RTCM_SMTP_PASSWORD" in page
    assert "postgresql+psycopg://db.example/pool" in page
    assert not re.search("not-to-be-seen|hidden@", page)
    assert "set, and not shown" in page
    assert "Where the pool is kept" in page
    assert "База данных" in at["administrator"].get("/settings?lang=ru").text
    at["administrator"].get("/settings?lang=en")


def test_the_record_is_searched_from_its_end_and_checked(house, at):
    browser = at["administrator"]
    first = browser.get("/audit").text
    newest, oldest = (int(found.replace(",", "")) for found in re.findall(r"Entry ([\d,]+)", first)[::49])
    assert newest - oldest == 49
    (older,) = re.findall(r'rel="next" href="([^"]+)"', first)
    assert f"Entry {oldest - 1}<" in browser.get(older.replace("&amp;", "&")).text
    issued = browser.get("/audit?what=certificate+issued&lang=en").text
    assert "Certificate issued" in issued
    assert "Certificate: changed" in issued
    assert "certificate issue<" not in issued
    assert "Сертификат выдан" in browser.get("/audit?what=СЕРТИФИКАТ+выдан&lang=ru").text
    browser.get("/audit?lang=en")
    assert "Nothing found" in browser.get("/audit?day=1999-01-01").text
    assert browser.get("/audit?day=yesterday").status_code == 422
    browser.post("/audit/check")
    for _ in range(100):
        page = browser.get("/audit").text
        if "Whole on" in page:
            break
        time.sleep(0.1)
    assert "Whole on" in page


def test_a_mail_that_failed_is_tried_again(house, at):
    browser, now = at["administrator"], house.gate.now()
    reader = {"noun": "account", "id": "planner", "name": "Test planner", "address": "planner@example.org"}
    message = Message(key="k1", kind="membership", reader=reader, payload={}, queued=now)
    with house.store.writing("tester", "test") as writing:
        outbox.put(writing, message)
    lease = Lease("here", now + timedelta(minutes=5))
    taken = house.store.outbox.take(now + timedelta(minutes=1), lease, 100)
    (mail,) = (each for each in taken if each.message.key == "k1")
    house.store.outbox.failed(mail, lease, now, "mailbox unavailable")
    assert "mailbox unavailable" in browser.get("/mail").text
    assert "waits" in follow(browser, browser.post(f"/mail/{mail.number}/retry"))
    assert "mailbox unavailable" not in browser.get("/mail").text
    assert browser.post(f"/mail/{mail.number}/retry").status_code == 404


def test_webhooks_are_added_and_removed(at):
    browser = at["administrator"]
    bad = browser.post("/webhooks", data={"url": "ftp://x", "events": "everything"})
    assert (bad.status_code, bad.text.count('class="error"')) == (422, 2)
    assert browser.post("/webhooks", data={"url": "http://example.org/x", "events": "*"}).status_code == 422
    made = browser.post("/webhooks", data={"url": "https://example.org/x", "events": "mission.*, offer.*"}).text
    assert "whsec_" in made
    page = browser.get("/webhooks").text
    assert "whsec_" not in page
    (id,) = re.findall(r"/webhooks/([\w-]+)/remove", page)
    assert "told again" in follow(browser, browser.post(f"/webhooks/{id}/revive"))
    assert browser.get(f"/webhooks/{id}/remove").status_code == 200
    assert "It is removed." in follow(browser, browser.post(f"/webhooks/{id}/remove"))


FILES = ["coverage/heat", "coverage/tiles", "network/circles", "fairness/intervals", "funnel"]


def test_an_analyst_sees_nobody(house, at):
    browser = at["analyst"]
    people = [each for each in house.store.specialists() if len(each.name.family) > 3]
    told = [browser.get(path).text for path in pages(house, "analyst")]
    for name in FILES:
        told += [browser.get(f"/explore/{name}.{kind}").text for kind in ("svg", "csv")]
    (around,) = re.findall(r'href="(/explore/network/people/[\w-]+)"', told[3])[:1]
    for path in (around, f"{around}/picture", "/explore/network/missions/m1/picture"):
        told.append(browser.get(path).text)
    found = [each.name.full for each in people if any(each.name.full in text for text in told)]
    assert found == []
    assert not re.search(r"sample-\d{6}", "".join(told))
    named = browser.get("/explore/network/people/s1")
    assert named.status_code == 404
    # The same look at a page where they stand finds them.
    assert any(each.name.full in at["registrar"].get("/members").text for each in people)


def test_small_counts_are_not_told(at):
    counts = re.findall(r"(?:^|,)(\d+)(?=,|\r|$)", at["analyst"].get("/explore/coverage/heat.csv").text, re.M)
    assert counts
    assert [count for count in counts if 0 < int(count) < 5] == []
    assert "<5" in at["analyst"].get("/explore/coverage/heat.csv").text
    assert "<5" in at["analyst"].get("/explore/funnel.csv").text


@pytest.mark.parametrize("path", ["/explore/nothing.svg", "/explore/funnel.pdf", "/explore/coverage/x.svg"])
def test_a_file_that_there_is_not(at, path):
    assert at["analyst"].get(path).status_code == 404


def test_every_office_has_its_pages():
    assert set(PAGES) == set(NAMES)
