"""Signing in by password: alike for all who may not, throttled, and ended where its owner says so."""

from tests.service.auth.building import PASSWORD, a_gate, client_of, sign_in

ME = "/api/v1/me"
SIGN_IN = "/api/v1/sign-in"


def tried(client, email="acc-1@example.org", password="wrong words all of them"):
    return client.post(SIGN_IN, json={"email": email, "password": password})


def test_who_signs_in_is_known_and_holds_their_offices(client):
    assert client.get(ME).status_code == 401
    sign_in(client)
    me = client.get(ME).json()
    assert (me["account"], me["roles"], me["scopes"]) == ("acc-1", ["planner"], None)
    assert client.post(f"{SIGN_IN}/end").status_code == 204
    assert client.get(ME).status_code == 401


def test_the_cookie_is_out_of_reach(gate):
    said = tried(client_of(gate), password=PASSWORD).headers["set-cookie"]
    assert {part.strip() for part in said.split(";")[1:]} == {"HttpOnly", "Path=/", "SameSite=lax"}
    assert said.startswith("rtcm=")
    secure = tried(client_of(a_gate(gate.store, address="https://pool.example.org")), password=PASSWORD)
    said = secure.headers["set-cookie"]
    assert said.startswith("__Host-rtcm=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} == {part.strip() for part in said.split(";")[1:]}
