"""Signing in by password: alike for all who may not, throttled, and ended where its owner says so."""

from datetime import UTC, datetime, timedelta

import pytest

from registry.accounts import Attempts
from service.auth import throttle
from service.auth.hashing import LANES, MEMORY_KIB, PASSES, Hasher, argon2
from service.auth.passwords import generated, strong
from service.errors import WeakPassword
from tests.service.auth.building import CHEAP, PASSWORD, a_gate, add, an_account, client_of, sign_in

ME = "/api/v1/me"
SIGN_IN = "/api/v1/sign-in"


def tried(client, email="acc-1@example.org", password="wrong words all of them"):
    return client.post(SIGN_IN, json={"email": email, "password": password})


def test_who_signs_in_is_known_and_holds_their_offices(either_gate):
    client = client_of(either_gate)
    assert client.get(ME).status_code == 401
    sign_in(client)
    me = client.get(ME).json()
    assert (me["account"], me["roles"], me["scopes"]) == ("acc-1", ["planner"], None)
    assert tried(client, " ACC-1@example.org", PASSWORD).status_code == 200
    assert client.post(f"{SIGN_IN}/end").status_code == 204
    assert client.get(ME).status_code == 401


def test_the_cookie_is_out_of_reach(gate):
    said = tried(client_of(gate), password=PASSWORD).headers["set-cookie"]
    assert {part.strip() for part in said.split(";")[1:]} == {"HttpOnly", "Path=/", "SameSite=lax"}
    assert said.startswith("rtcm=")
    secure = tried(client_of(a_gate(gate.store, address="https://pool.example.org")), password=PASSWORD)
    said = secure.headers["set-cookie"]
    assert said.startswith("__Host-rtcm=")
    assert {part.strip() for part in said.split(";")[1:]} == {"Secure", "HttpOnly", "Path=/", "SameSite=lax"}


def test_the_secret_is_new_at_each_sign_in_and_nowhere_in_the_pool(client, gate, tmp_path):
    client.cookies.set("rtcm", "a secret that somebody else put there", domain="127.0.0.1", path="/")
    sign_in(client)
    first = client.cookies["rtcm"]
    sign_in(client)
    second = client.cookies["rtcm"]
    assert len({first, second, "a secret that somebody else put there"}) == 3
    assert client.get(ME).status_code == 200
    client.cookies.clear()
    client.cookies.set("rtcm", first, domain="127.0.0.1", path="/")
    assert client.get(ME).status_code == 401
    gate.store.backup(tmp_path / "pool.rtcm")
    assert second.encode() not in (tmp_path / "pool.rtcm").read_bytes()


class Counting:
    """Passwords as they are, and how often one was verified."""

    def __init__(self):
        self.verified = []

    def hash(self, password):
        return CHEAP.hash(password)

    def verify(self, password, kept):
        self.verified.append(kept)
        return CHEAP.verify(password, kept)


def test_the_answer_and_the_work_are_alike_for_all_who_may_not(store):
    passwords = Counting()
    gate = a_gate(store, hasher=Hasher(passwords))
    add(gate, "acc-1")
    add(gate, "acc-off")
    store.accounts.update(store.accounts.get("acc-off").model_copy(update={"active": False}), "tester", "test")
    gate.store.accounts.add(an_account("acc-none"), None, "tester", "test")
    answers = []
    for email, password in (
        ("acc-1@example.org", "wrong words all of them"),
        ("nobody@example.org", PASSWORD),
        ("not even an address", PASSWORD),
        ("acc-off@example.org", PASSWORD),
        ("acc-none@example.org", PASSWORD),
    ):
        before = len(passwords.verified)
        answer = tried(client_of(gate), email, password)
        answers.append((answer.status_code, answer.content, {**answer.headers, "x-request-id": ""}))
        assert len(passwords.verified) == before + 1, email
    assert answers[0][0] == 401
    assert all(answer == answers[0] for answer in answers)
    costs = {kept.rsplit("$", 2)[0] for kept in passwords.verified}
    assert len(costs) == 1, "what is verified for nobody costs what a real one costs"


def test_the_costs_of_production_are_a_constant():
    assert (MEMORY_KIB, PASSES, LANES) == (47_104, 2, 1)
    assert f"$m={MEMORY_KIB},t={PASSES},p={LANES}$" in argon2().hash("x")


def test_who_tries_again_and_again_waits(client, gate):
    for _ in range(5):
        assert tried(client).status_code == 401
    told = tried(client, password=PASSWORD)
    assert (told.status_code, told.headers["retry-after"]) == (429, "15")
    assert tried(client, "other@example.org").status_code == 401, "the wait is of one account"
    gate.now.wait(seconds=15)
    assert tried(client).status_code == 401
    assert tried(client).headers["retry-after"] == "30"
    gate.now.wait(seconds=30)
    assert tried(client, password=PASSWORD).status_code == 200
    assert tried(client).status_code == 401, "the right one wipes the wrong ones away"


def test_an_account_that_is_not_there_is_throttled_alike(client):
    answers = [tried(client, "nobody@example.org").status_code for _ in range(6)]
    assert answers == [401] * 5 + [429]


def test_an_address_that_tries_many_names_waits_too(client, gate):
    for _ in range(29):
        throttle.begin(gate.store, gate.now(), (throttle.ADDRESS, "testclient"))
    assert [tried(client, f"n{n}@example.org").status_code for n in range(2)] == [401, 429]


@pytest.mark.parametrize(
    ("failures", "ago", "left"),
    [
        pytest.param(4, 0, 0, id="some-are-free"),
        pytest.param(5, 0, 15, id="then-a-wait"),
        pytest.param(5, 10, 5, id="which-passes"),
        pytest.param(7, 0, 60, id="and-doubles"),
        pytest.param(50, 0, 900, id="up-to-a-quarter-of-an-hour"),
    ],
)
def test_the_wait(failures, ago, left):
    now = datetime(2026, 11, 25, tzinfo=UTC)
    before = Attempts(failures=failures, last=now - timedelta(seconds=ago))
    assert max(throttle.ACCOUNT.wait(before, now), timedelta(0)) == timedelta(seconds=left)


def test_a_session_that_is_not_used_ends_and_one_that_is_used_ends_too(client, gate):
    sign_in(client)
    for _ in range(11):
        gate.now.wait(minutes=65)
        assert client.get(ME).status_code == 200
    gate.now.wait(minutes=10)
    assert client.get(ME).status_code == 401, "twelve hours after signing in"
    sign_in(client)
    gate.now.wait(minutes=121)
    assert client.get(ME).status_code == 401, "two hours without a request"


def test_ended_elsewhere_it_is_refused_at_the_next_request(either_gate):
    client, other = (sign_in(client_of(either_gate)) for _ in range(2))
    listed = client.get(f"{ME}/sessions").json()
    assert sorted(each["here"] for each in listed) == [False, True]
    (there,) = (each["session"]["id"] for each in listed if not each["here"])
    assert other.get(ME).status_code == 200
    assert client.delete(f"{ME}/sessions/{there}").status_code == 204
    assert other.get(ME).status_code == 401
    assert client.get(ME).status_code == 200
    assert client.delete(f"{ME}/sessions/{there}").status_code == 404
    assert client.delete(f"{ME}/sessions/%25").status_code == 404
    sign_in(other)
    assert client.delete(f"{ME}/sessions").status_code == 204
    assert (client.get(ME).status_code, other.get(ME).status_code) == (401, 401)


def test_whoever_is_disabled_is_out_at_once_and_new_offices_hold_at_once(client, gate):
    sign_in(client)
    account = gate.store.accounts.get("acc-1")
    moved = gate.store.accounts.update(account.model_copy(update={"roles": ("analyst",)}), "tester", "test")
    assert client.get(ME).json()["roles"] == ["analyst"]
    gate.store.accounts.update(moved.model_copy(update={"active": False}), "tester", "test")
    assert client.get(ME).status_code == 401


def test_changing_the_password_ends_the_other_sessions(client, gate):
    sign_in(client)
    other = sign_in(client_of(gate))
    wrong = client.put(f"{ME}/password", json={"current": "not this one at all", "password": "another set of words"})
    assert wrong.status_code == 401
    weak = client.put(f"{ME}/password", json={"current": PASSWORD, "password": "acc-1@example.org"})
    assert (weak.status_code, "not the e-mail address" in weak.json()["detail"]) == (422, True)
    done = client.put(f"{ME}/password", json={"current": PASSWORD, "password": "another set of words"})
    assert done.status_code == 204
    assert (client.get(ME).status_code, other.get(ME).status_code) == (200, 401)
    assert tried(other, password=PASSWORD).status_code == 401
    assert tried(other, password="another set of words").status_code == 200


@pytest.mark.parametrize(
    "password",
    [
        pytest.param("eleven char", id="short"),
        pytest.param("x" * 129, id="long"),
        pytest.param("Known@Example.org", id="the-address"),
        pytest.param("known@example.org1", id="the-address-and-a-digit"),
        pytest.param("aaaaaaaaaaaabbbb", id="few-signs"),
        pytest.param("a password\x00of words", id="a-sign-nobody-can-type"),
    ],
)
def test_a_password_that_is_too_easy(password):
    with pytest.raises(WeakPassword):
        strong(password, "known@example.org")


def test_a_password_that_holds_however_it_is_typed():
    assert strong("şifrə sözü dörd", "a@example.org") == strong(
        "s\u0327ifrə so\u0308zu\u0308 do\u0308rd", "a@example.org"
    )
    assert strong(generated(), "a@example.org")
    assert generated() != generated()
