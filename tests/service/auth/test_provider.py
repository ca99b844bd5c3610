"""Signing in with a real OpenID provider, through its own login page."""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from registry.errors import BadInput
from registry.store import Store
from service.auth.configured import known_provider
from service.auth.provider import CALLBACK, Proof, Provider
from service.errors import ProviderFailed, RefusedByProvider
from service.settings import Settings
from tests.service.auth.building import a_gate, add, client_of
from tests.service.auth.provider import CLIENT_ID, CLIENT_SECRET, PASSWORD

ROOT = Path(__file__).parents[3]
BEGIN = "/api/v1/sign-in/provider"
OURS = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def issuer():
    command = [sys.executable, "-m", "tests.service.auth.provider", f"{OURS}{CALLBACK}"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def form_of(page):
    """The hidden fields of a page, as a browser sends them."""
    fields = [dict(re.findall(r'(\w+)="([^"]*)"', tag)) for tag in re.findall(r"<input[^>]*>", page)]
    return {
        field["name"]: field.get("value", "") for field in fields if field.get("type") == "hidden" and "name" in field
    }


def signed_in_there(url, name):
    """Follow the provider's own pages as a browser does; where it sends the browser back to."""
    with httpx2.Client(follow_redirects=False, timeout=20) as browser:
        answer = browser.get(url)
        for _ in range(12):
            if answer.is_redirect:
                url = str(answer.url.join(answer.headers["location"]))
                if url.startswith(OURS):
                    return url
                answer = browser.get(url)
                continue
            assert answer.status_code == 200, answer.text[:500]
            fields = form_of(answer.text)
            fields |= {"password": PASSWORD} if 'name="password"' in answer.text else {"login": name}
            answer = browser.post(str(answer.url), data=fields, headers={"Referer": str(answer.url)})
    raise AssertionError(answer.text[:2000])


def said(url):
    """What an address carries in its query."""
    return {name: value for name, (value,) in parse_qs(urlsplit(url).query).items()}


@pytest.fixture
def gate(issuer, sqlite_url):
    """A service whose people may sign in by the provider; nothing here depends on the database."""
    with Store.open(sqlite_url) as store:
        gate = a_gate(store, provider=Provider(issuer, CLIENT_ID, CLIENT_SECRET, OURS))
        add(gate, "acc-1", "planner", email="known@example.org")
        add(gate, "acc-2", "analyst", email="other@example.org")
        yield gate


@pytest.fixture
def client(gate):
    with client_of(gate) as client:
        client.follow_redirects = False
        yield client


def come_back(client, name="sample.known", next="/missions?state=open"):
    """The whole way by the provider; the last answer."""
    asked = client.get(BEGIN, params={"next": next})
    assert asked.status_code == 303, asked.text
    return client.get(signed_in_there(asked.headers["location"], name))


def test_somebody_with_an_account_is_let_in_and_linked(client, gate):
    answer = come_back(client)
    assert (answer.status_code, answer.headers["location"]) == (303, "/missions?state=open")
    assert client.get("/api/v1/me").json()["account"] == "acc-1"
    *_, last = gate.store.record.events()
    assert (last.entry.kind, last.entry.op, last.entry.actor) == ("account", "link", "acc-1")
    held = gate.store.accounts.get("acc-1")
    moved = gate.store.accounts.update(held.model_copy(update={"email": "moved@example.org"}), "admin", "moved")
    assert moved.email == "moved@example.org"
    assert come_back(client).status_code == 303, "from the second time on the name there counts, not the address"


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("sample.stranger", id="nobody-here"),
        pytest.param("sample.unverified", id="an-address-that-was-not-verified"),
    ],
)
def test_nobody_else_is(client, name):
    answer = come_back(client, name)
    assert answer.status_code == 401
    assert "nobody who may sign in here" in answer.json()["detail"]
    assert client.get("/api/v1/me").status_code == 401


def test_neither_who_is_disabled_nor_a_second_person_with_the_address(client, gate):
    account = gate.store.accounts.get("acc-1")
    off = gate.store.accounts.update(account.model_copy(update={"active": False}), "acc-2", "left")
    assert come_back(client).status_code == 401
    gate.store.accounts.update(off.model_copy(update={"active": True}), "acc-2", "back")
    assert gate.store.accounts.link("acc-1", gate.provider.issuer, "somebody.else", "acc-1", "test")
    assert come_back(client).status_code == 401


def test_a_second_factor_here_is_still_asked(client, gate):
    gate.store.accounts.propose_factor("acc-1", "JBSWY3DPEHPK3PXP")
    gate.store.accounts.confirm_factor("acc-1", 1, [], "acc-1", "test")
    assert come_back(client).headers["location"] == "/sign-in/code"
    assert client.get("/api/v1/me").status_code == 401


def test_an_answer_in_another_browser_is_refused(client, gate):
    asked = client.get(BEGIN)
    back = signed_in_there(asked.headers["location"], "sample.known")
    other = client_of(gate)
    other.follow_redirects = False
    assert other.get(back).status_code == 401
    other.get(BEGIN)
    assert other.get(back).status_code == 401
    assert client.get(back).status_code == 303
    assert client.get(back).status_code == 401, "an answer counts once"
    assert client.get(BEGIN + "/callback?error=access_denied").status_code == 401


@dataclass(frozen=True)
class Forged(Proof):
    """A proof of which one part is not what was asked with."""

    part: str = ""

    def _of(self, use):
        return super()._of("forged" if use == self.part else use)


@pytest.mark.parametrize(
    ("part", "why"),
    [
        pytest.param("nonce", "signed cannot be taken", id="a-token-of-another-question"),
        pytest.param("verifier", "refuses: invalid_grant", id="a-code-that-another-asked-for"),
        pytest.param("state", "not to a question of this browser", id="an-answer-to-another-question"),
    ],
)
def test_each_part_of_the_proof_counts(gate, part, why):
    secret = f"a secret of the test of {part}"  # a nonce counts once
    answer = said(signed_in_there(gate.provider.begin(Proof(secret)), "sample.known"))
    with pytest.raises(RefusedByProvider, match=why):
        gate.provider.finish(Forged(secret, part), answer["state"], answer["code"])
    if part != "nonce":
        # The control; and the provider in memory takes an answer that is left over for the next one.
        assert gate.provider.finish(Proof(secret), answer["state"], answer["code"]).identity == "sample.known"
    with pytest.raises(RefusedByProvider):
        gate.provider.finish(Proof(secret), answer["state"], answer["code"], "https://another.example")


def test_a_token_for_another_service_is_refused(gate, issuer):
    answer = said(signed_in_there(gate.provider.begin(Proof("x")), "sample.known"))
    ours = Provider(issuer, CLIENT_ID, CLIENT_SECRET, OURS)
    theirs = Provider(issuer, "somebody-else", CLIENT_SECRET, OURS)
    with ours._client() as client:
        token = client.fetch_token(
            ours._endpoint("token_endpoint"), code=answer["code"], code_verifier=Proof("x").verifier
        )
    assert ours._checked(token, Proof("x"))["sub"] == "sample.known"
    with pytest.raises(RefusedByProvider):
        theirs._checked(token, Proof("x"))
    header, claims, signature = token["id_token"].split(".")
    for wrong in (f"{header}.{claims}.{signature[::-1]}", f"eyJhbGciOiJub25lIn0.{claims}."):
        with pytest.raises(RefusedByProvider):
            ours._checked({**token, "id_token": wrong}, Proof("x"))


def test_a_provider_that_does_not_answer(sqlite_url):
    with Store.open(sqlite_url) as store:
        gate = a_gate(store, provider=Provider("http://127.0.0.1:9", "x", "y", OURS))
        assert client_of(gate).get(BEGIN).status_code == 502
        with pytest.raises(ProviderFailed):
            gate.provider.begin(Proof("x"))
        assert client_of(a_gate(store)).get(BEGIN).status_code == 409


def test_the_settings_of_a_provider_are_all_there_or_none():
    assert known_provider(Settings()) is None
    whole = {"oidc_issuer": "https://id.example.org", "oidc_client_id": "x", "oidc_client_secret": "y"}
    assert known_provider(Settings(**whole)).issuer == "https://id.example.org"
    with pytest.raises(BadInput, match="RTCM_OIDC_CLIENT_SECRET"):
        known_provider(Settings(**{**whole, "oidc_client_secret": None}))
    with pytest.raises(BadInput, match="begins with https"):
        known_provider(Settings(**{**whole, "oidc_issuer": "http://id.example.org"}))
