"""Somebody new applies in three steps and waits for the registrar; the own account."""

import re

import pyotp
import pytest

from registry.domain import Vetting
from tests.service.auth.building import PASSWORD

NEW = {"name": "Sample New Person", "email": "new@example.org", "password": "seven calm sample words"}
FIRST = {"given": "Sample", "family": "Person", "skill": "BRD", "level": "4", "language": "rus", "speaking": "C1"}


def test_somebody_new_applies(browse, world):
    new = browse()
    assert new.post("/join", data=NEW).headers["location"] == "/join/profile"
    assert 'value="Person"' in new.get("/join/profile").text
    wrong = new.post("/join/profile", data={**FIRST, "speaking": "", "organisation": "Kept"})
    assert wrong.status_code == 422
    assert 'value="Kept"' in wrong.text
    assert new.post("/join/profile", data=FIRST).headers["location"] == "/join/consent"
    account = world.store.accounts.by_email("new@example.org").account
    draft = world.store.specialist(account.specialist)
    assert (draft.vetting, draft.skills[0].status, draft.consent.search) == (Vetting.DRAFT, "claimed", None)
    assert new.post("/join/consent", data={"terms": "2026-1", "purpose": "statistics"}).status_code == 422
    consents = {"terms": "2026-1", "purpose": ["search", "share_name"]}
    assert new.post("/join/consent", data=consents).headers["location"] == "/cabinet"
    applied = world.store.specialist(account.specialist)
    assert (applied.vetting, applied.consent.search.terms) == (Vetting.SUBMITTED, "2026-1")
    assert applied.consent.statistics is None
    # Nobody is asked whether what they have just written is still true.
    assert applied.confirmed_on == world.gate.now().date()
    assert "/cabinet/confirm" not in new.get("/cabinet").text
    assert "A registrar will look at your application." in new.get("/cabinet").text
    (waiting,) = world.ask("registrar", "GET", "/applications")
    assert waiting["specialist"] == account.specialist
    # An application that comes back says why, and is handed in again.
    steps = f"/specialists/{account.specialist}/steps"
    world.ask("registrar", "POST", steps, {"axis": "vetting", "event": "review"})
    world.ask("registrar", "POST", steps, {"axis": "vetting", "event": "return", "comment": "Which years?"})
    assert "Which years?" in new.get("/cabinet").text
    assert new.post("/cabinet/apply").status_code == 303
    assert world.store.specialist(account.specialist).vetting is Vetting.UNDER_REVIEW
    assert new.get("/join").headers["location"] == "/cabinet"
    assert new.post("/join/profile", data=FIRST).headers["location"] == "/join/consent"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"email": "s1@example.org"}, "email"),
        ({"email": "no address"}, "email"),
        ({"password": "short"}, "password"),
        ({"name": ""}, "name"),
    ],
)
def test_who_cannot_join(browse, world, wrong, field):
    before = len(world.store.accounts.all())
    answer = browse().post("/join", data={**NEW, "email": "other@example.org", **wrong})
    assert answer.status_code == 422
    assert f'<a href="#{field}">' in answer.text
    assert len(world.store.accounts.all()) == before


def test_nobody_makes_many_accounts(browse, world, later):
    later(3)
    said = [browse().post("/join", data={**NEW, "email": f"many{n}@example.org"}).status_code for n in range(7)]
    assert said[0] == 303
    assert said[-1] == 422


def test_the_own_account(browse, world):
    own = browse("s2")
    page = own.get("/account").text
    assert "s2@example.org" in page
    assert browse().get("/account").status_code == 303
    wrong = {"current": "no", "password": "another seven calm words"}
    assert own.post("/account/password", data=wrong).status_code == 422
    assert own.post("/account/password", data={**wrong, "current": PASSWORD}).status_code == 303
    own.post("/account/mails", data={"language": "az", "daily": "yes"})
    assert world.store.accounts.get("s2").language == "az"
    assert world.store.outbox.wants_daily("specialist", "s2")
    own.post("/account/mails", data={"language": "en"})
    assert not world.store.outbox.wants_daily("specialist", "s2")
    token = own.post("/account/tokens", data={"token": "A script", "scopes": "read", "days": "30"})
    secret = re.findall(r"<code>([\w-]{30,})</code>", token.text)[0]
    reading = world.client.get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"})
    assert reading.json()["specialist"] == "s2"
    # A token opens no page of the cabinet.
    asked = {"Authorization": f"Bearer {secret}", "accept": "text/html"}
    assert world.client.get("/cabinet", headers=asked).status_code == 403
    assert own.post("/account/tokens", data={"token": "x", "scopes": "all", "days": "30"}).status_code == 422


def test_a_second_factor_by_its_picture(browse, world):
    own = browse("s1")
    offered = own.post("/account/second-factor").text
    assert 'class="qr"' in offered
    secret = re.findall(r"<code>([A-Z2-7]{32})</code>", offered)[0]
    assert own.post("/account/second-factor/confirm", data={"code": "000000"}).status_code == 422
    code = pyotp.TOTP(secret).at(int(world.gate.now().timestamp()))
    codes = own.post("/account/second-factor/confirm", data={"code": code}).text
    assert len(re.findall(r"<li><code>", codes)) == 10
    assert world.store.accounts.get("s1").second_factor
    assert own.post("/account/second-factor/end", data={"factor_password": "no"}).status_code == 422
    assert own.post("/account/second-factor/end", data={"factor_password": PASSWORD}).status_code == 303
    assert not world.store.accounts.get("s1").second_factor
