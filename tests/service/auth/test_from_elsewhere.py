"""What comes from other sites, and where nobody may be sent."""

import pytest
from starlette.datastructures import Headers

from service.auth.own_path import own_path
from service.auth.same_origin import from_elsewhere
from tests.service.auth.building import PASSWORD, sign_in

ME = "/api/v1/me"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"Sec-Fetch-Site": "same-origin"}, 204, id="our-own-page"),
        pytest.param({"Sec-Fetch-Site": "none"}, 204, id="the-person"),
        pytest.param({}, 204, id="no-browser"),
        pytest.param({"Origin": "http://127.0.0.1:8000"}, 204, id="an-older-browser-on-our-page"),
        pytest.param({"Sec-Fetch-Site": "cross-site"}, 403, id="another-site"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, 403, id="a-neighbour"),
        pytest.param({"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8000"}, 403, id="both-asked"),
        pytest.param({"Origin": "https://evil.example"}, 403, id="an-older-browser-elsewhere"),
        pytest.param({"Origin": "http://127.0.0.1:8001"}, 403, id="another-port"),
        pytest.param({"Origin": "null"}, 403, id="a-page-without-a-place"),
        pytest.param({"Origin": "http://127.0.0.1:8000.evil.example"}, 403, id="one-that-begins-alike"),
        pytest.param({"Origin": "http://[evil"}, 403, id="what-is-no-address"),
    ],
)
def test_where_a_change_comes_from(headers, status):
    sent = Headers({"Host": "127.0.0.1:8000", **headers})
    assert from_elsewhere("POST", sent) is (status == 403)
    assert not from_elsewhere("GET", sent)
    assert not from_elsewhere("POST", Headers({**headers, "Host": "127.0.0.1:8000", "Authorization": "Bearer x"}))


def test_another_site_changes_nothing(client):
    sign_in(client)
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    refused = client.delete(f"{ME}/sessions", headers=elsewhere)
    assert (refused.status_code, refused.headers["content-type"]) == (403, "application/problem+json")
    assert client.get(ME, headers=elsewhere).status_code == 200, "nothing happened, and a link may lead here"
    body = {"email": "acc-1@example.org", "password": PASSWORD}
    assert client.post("/api/v1/sign-in", json=body, headers=elsewhere).status_code == 403, "nor signs somebody in"
    assert client.delete(f"{ME}/sessions", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 204


@pytest.mark.parametrize(
    "wanted",
    [
        "/",
        "/missions",
        "/missions/m1?seat=2&sort=-score#top",
        "/search?q=%D0%90%D0%BB%D0%B8%D0%B5%D0%B2&page=2",
        "/search?q=100%",
        "/a?next=https://example.org/b",
    ],
)
def test_a_path_of_our_own(wanted):
    assert own_path(wanted) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        None,
        "",
        "missions",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/%2Fevil.example",
        "/%252Fevil.example",
        "/%2525252Fevil.example",
        "/%5Cevil.example",
        "/a\\..\\..//evil",
        "/\t/evil.example",
        "/\n//evil.example",
        "/%09/evil.example",
        "/%0d%0aSet-Cookie:x",
        " /missions",
        "/\u2028x\x00",
        "/\xa0/evil.example",
        "/" + "a" * 3_000,
        "%2f%2fevil.example",
        "/%25252525252525252525252F",
    ],
)
def test_no_path_of_our_own(wanted):
    assert own_path(wanted) == "/"
