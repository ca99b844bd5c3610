"""What somebody does with their own account: the second factor, and tokens that reach only so far."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from service.auth import factor
from service.auth.scopes import checked, permits
from service.errors import NotPossible
from tests.service.auth.building import PASSWORD, add, client_of, sign_in

ME = "/api/v1/me"
SIGN_IN = "/api/v1/sign-in"


def codes_of(gate, secret):
    return pyotp.TOTP(secret).at(gate.now())


@pytest.fixture
def enrolled(client, gate):
    """Somebody whose second factor is in force: (secret, codes on paper); signed out, half a minute later."""
    sign_in(client)
    proposed = client.post(f"{ME}/second-factor").json()
    answer = client.put(f"{ME}/second-factor", json={"code": codes_of(gate, proposed["secret"])})
    assert answer.status_code == 200, answer.text
    client.post(f"{SIGN_IN}/end")
    gate.now.wait(seconds=30)
    return proposed["secret"], answer.json()["recovery"]


def half_in(client):
    answer = client.post(SIGN_IN, json={"email": "acc-1@example.org", "password": PASSWORD})
    assert answer.json() == {"stage": "second_factor"}
    return client


def given(client, code):
    return client.post(f"{SIGN_IN}/second-factor", json={"code": code}).status_code


def test_what_the_authenticator_reads(client, gate):
    sign_in(client)
    told = client.post(f"{ME}/second-factor").json()
    read = pyotp.parse_uri(told["uri"])
    assert (read.secret, read.name, read.issuer) == (told["secret"], "acc-1@example.org", factor.ISSUER)
    assert client.put(f"{ME}/second-factor", json={"code": "000000"}).status_code == 401
    client.post(f"{SIGN_IN}/end")
    sign_in(client)
    assert client.get(ME).json()["second_factor"] is False, "not in force before it is confirmed"


def test_signing_in_takes_both(client, gate, enrolled):
    secret, _ = enrolled
    half_in(client)
    assert client.get(ME).status_code == 401, "the password alone opens nothing"
    first = client.cookies["rtcm"]
    assert given(client, "123456") == 401
    assert given(client, codes_of(gate, secret)) == 200
    assert client.cookies["rtcm"] != first
    assert client.get(ME).json()["second_factor"] is True


def test_a_code_counts_once_and_so_does_an_earlier_one(client, gate, enrolled):
    secret, _ = enrolled
    earlier, code = pyotp.TOTP(secret).at(gate.now() - timedelta(seconds=30)), codes_of(gate, secret)
    assert given(half_in(client), code) == 200
    other = half_in(client_of(gate))
    assert given(other, code) == 401, "seen over a shoulder"
    assert given(other, earlier) == 401
    assert given(other, pyotp.TOTP(secret).at(gate.now() + timedelta(seconds=60))) == 401, (
        "clocks differ by one step at most"
    )
    gate.now.wait(seconds=30)
    assert given(other, codes_of(gate, secret)) == 200


def test_a_code_on_paper_counts_once(client, gate, enrolled):
    _, paper = enrolled
    assert len(set(paper)) == 10
    assert given(half_in(client), paper[0].upper().replace("-", " ")) == 200
    assert given(half_in(client_of(gate)), paper[0]) == 401
    assert given(half_in(client_of(gate)), paper[1]) == 200
    assert [event.entry.op for event in gate.store.record.events()][-2:] == ["recovery", "recovery"]


def test_guessing_codes_waits_and_half_a_sign_in_ends(client, gate, enrolled):
    secret, _ = enrolled
    half_in(client)
    assert [given(client, "000000") for _ in range(6)] == [401] * 5 + [429]
    assert given(client, codes_of(gate, secret)) == 429
    gate.now.wait(minutes=5)
    assert given(client, codes_of(gate, secret)) == 401, "five minutes after the password it must be given again"
    assert given(client_of(gate), codes_of(gate, secret)) == 401, "a code alone opens nothing"


def test_the_second_factor_ends_with_the_password_only(client, gate, enrolled):
    secret, _ = enrolled
    given(half_in(client), codes_of(gate, secret))
    assert client.post(f"{ME}/second-factor").status_code == 409
    assert client.post(f"{ME}/second-factor/end", json={"current": "not this one at all"}).status_code == 401
    assert client.post(f"{ME}/second-factor/end", json={"current": PASSWORD}).status_code == 204
    sign_in(client_of(gate))


@pytest.mark.parametrize("code", ["", "12345", "1234567", "12345a", "１２３４５６", "-12345", "\udcff23456", "9" * 300])
def test_what_is_no_code_is_none(code):
    now = datetime(2026, 11, 25, tzinfo=UTC)
    assert factor.step_of("JBSWY3DPEHPK3PXP", code, now) is None
    assert factor.step_of("", "123456", now) is None


def test_rfc_6238():
    """The values of appendix B for SHA-1, as six digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for seconds, code in ((59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")):
        at = datetime.fromtimestamp(seconds, UTC)
        assert factor.step_of(secret, code, at) == seconds // 30
        assert factor.step_of(secret, code[::-1], at) is None


def made(client, *scopes, days=90):
    answer = client.post(f"{ME}/tokens", json={"name": "a script", "scopes": scopes, "days": days})
    assert answer.status_code == 201, answer.text
    return answer.json()


def bearer(token):
    return {"Authorization": f"Bearer {token['secret']}"}


def test_a_token_reaches_as_far_as_it_was_made_for(client, gate):
    sign_in(client)
    reading, writing, nouns = made(client, "read"), made(client, "write"), made(client, "me:read")
    program = client_of(gate)
    assert program.get(ME, headers=bearer(reading)).json()["scopes"] == ["read"]
    assert program.get(ME, headers=bearer(nouns)).status_code == 200
    assert program.get(ME, headers=bearer(writing)).status_code == 403
    for token in (reading, writing, nouns):
        for method, path in (
            ("GET", "tokens"),
            ("POST", "tokens"),
            ("GET", "sessions"),
            ("DELETE", "sessions"),
            ("PUT", "password"),
            ("POST", "second-factor"),
        ):
            answer = program.request(method, f"{ME}/{path}", headers=bearer(token), json={})
            assert answer.status_code == 403, "a token must not lead to more than it was made for"
    assert program.get(ME, headers={"Authorization": "Bearer nonsense"}).status_code == 401
    assert program.get(ME, headers={"Authorization": f"Basic {reading['secret']}"}).status_code == 401
    assert client.get(ME, headers={"Authorization": "Bearer nonsense"}).status_code == 401, "it counts before a cookie"


def test_a_token_is_shown_once_and_ends(client, gate, tmp_path):
    sign_in(client)
    token, other = made(client, "read", days=2), made(client, "read", "missions:write", days=9)
    listed = client.get(f"{ME}/tokens").json()
    assert sorted(each["id"] for each in listed) == sorted(each["token"]["id"] for each in (token, other))
    assert token["secret"] not in str(listed)
    gate.store.backup(tmp_path / "pool.rtcm")
    assert token["secret"].encode() not in (tmp_path / "pool.rtcm").read_bytes()
    program = client_of(gate)
    gate.now.wait(days=2)
    assert program.get(ME, headers=bearer(token)).status_code == 401
    assert program.get(ME, headers=bearer(other)).status_code == 200
    sign_in(client)
    path = f"{ME}/tokens/{other['token']['id']}"
    assert [client.delete(path).status_code for _ in range(2)] == [204, 404]
    assert program.get(ME, headers=bearer(other)).status_code == 401
    assert [event.entry.op for event in gate.store.record.events()][-3:] == ["token", "token", "token_ended"]


def test_a_token_cannot_be_made_for_what_there_is_not(client):
    sign_in(client)
    for scopes in ([], ["admin"], ["missions"], ["missions:own"], ["read write"]):
        answer = client.post(f"{ME}/tokens", json={"name": "x", "scopes": scopes})
        assert answer.status_code in (409, 422), scopes
    assert client.post(f"{ME}/tokens", json={"name": "x", "scopes": ["read"], "days": 367}).status_code == 422


def test_the_tokens_and_sessions_of_another_are_not_there(client, gate):
    add(gate, "acc-2", "planner")
    sign_in(client)
    other = sign_in(client_of(gate), "acc-2")
    token = made(client, "read")
    (session,) = client.get(f"{ME}/sessions").json()
    assert other.delete(f"{ME}/tokens/{token['token']['id']}").status_code == 404
    assert other.delete(f"{ME}/sessions/{session['session']['id']}").status_code == 404
    assert client.get(ME).status_code == 200


@pytest.mark.parametrize(
    ("scopes", "method", "path", "may"),
    [
        pytest.param({"read"}, "GET", "/api/v1/missions/m1", True, id="reads-all"),
        pytest.param({"read"}, "HEAD", "/api/v1/missions", True, id="a-head-reads"),
        pytest.param({"read"}, "POST", "/api/v1/missions", False, id="does-not-write"),
        pytest.param({"write"}, "GET", "/api/v1/missions", False, id="to-write-is-not-to-read"),
        pytest.param({"missions:write"}, "DELETE", "/api/v1/missions/m1", True, id="writes-one-noun"),
        pytest.param({"missions:write"}, "POST", "/api/v1/specialists", False, id="not-another"),
        pytest.param({"missions:read"}, "GET", "/api/v1/missions-of-others", False, id="not-one-that-begins-alike"),
        pytest.param({"missions:read"}, "GET", "/missions", False, id="no-page"),
        pytest.param(set(), "GET", "/api/v1/missions", False, id="nothing"),
    ],
)
def test_what_a_scope_permits(scopes, method, path, may):
    assert permits(scopes, method, path) is may


def test_scopes_are_kept_in_order():
    assert checked(["write", "missions:read", "write"]) == ("missions:read", "write")
    with pytest.raises(NotPossible):
        checked(["everything"])
