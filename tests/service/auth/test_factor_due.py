"""Offices that ask for a second factor: nothing is open before it is set up, but the way to set it up."""

from datetime import timedelta

import pyotp
import pytest

from registry.lifecycle import Office
from service.auth.own import make_token
from service.auth.who import Who
from service.settings import Settings
from tests.service.auth.building import a_gate, add, client_of, sign_in

ME = "/api/v1/me"
PAGE = {"Accept": "text/html"}


@pytest.fixture
def gate(store):
    gate = a_gate(store, second_factor_for=frozenset({Office.ADMINISTRATOR}))
    add(gate, "acc-1", "planner", "administrator")
    add(gate, "acc-2", "planner")
    return gate


def test_an_office_that_asks_for_it_comes_no_further_without(client, gate):
    sign_in(client)
    for path in ("/api/v1/accounts", "/api/v1/specialists", f"{ME}/tokens"):
        refused = client.get(path)
        assert (refused.status_code, refused.json()["title"]) == (403, "Second factor needed")
        assert "POST /api/v1/me/second-factor" in refused.json()["detail"]
    assert client.get(ME).json()["second_factor"] is False
    secret = client.post(f"{ME}/second-factor").json()["secret"]
    assert client.get("/api/v1/accounts").status_code == 403, "not before a first code"
    assert client.put(f"{ME}/second-factor", json={"code": pyotp.TOTP(secret).at(gate.now())}).status_code == 200
    assert client.get("/api/v1/accounts").status_code == 200


def test_in_a_browser_it_leads_to_where_it_is_set_up(client):
    sign_in(client)
    led = client.get("/accounts", headers=PAGE, follow_redirects=False)
    assert (led.status_code, led.headers["location"]) == (303, "/account")
    page = client.get("/account", headers=PAGE)
    assert (page.status_code, "Your office asks for a second factor" in page.text) == (200, True)
    assert 'name="code"' in client.post("/account/second-factor", headers=PAGE).text
    assert client.post("/account/password", headers=PAGE, follow_redirects=False).headers["location"] == "/account"


def test_a_token_opens_nothing_either(client, gate):
    _, secret = make_token(gate, Who("acc-1", "Test"), "test", ["read"], timedelta(days=1))
    told = {"Authorization": f"Bearer {secret}"}
    assert client.get("/api/v1/specialists", headers=told).status_code == 403
    assert client.get(ME, headers=told).status_code == 200


def test_other_offices_are_not_asked(client, gate):
    assert sign_in(client, "acc-2").get("/api/v1/specialists").status_code == 200
    assert sign_in(client_of(a_gate(gate.store))).get("/api/v1/accounts").status_code == 200


def test_the_setting_names_offices(monkeypatch):
    assert Settings().second_factor_for == ()
    monkeypatch.setenv("RTCM_SECOND_FACTOR_FOR", "registrar, administrator")
    assert Settings().second_factor_for == (Office.REGISTRAR, Office.ADMINISTRATOR)
    monkeypatch.setenv("RTCM_SECOND_FACTOR_FOR", "king")
    with pytest.raises(ValueError, match="planner"):
        Settings()
