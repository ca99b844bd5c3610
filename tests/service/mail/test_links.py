"""Signed links: what is in them cannot be changed, ends in time, and needs a secret."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.mail.links import BadLink, Link, LinkOver, NoSecret, Purpose, Signer
from tests.service.mail.letters import NOW, SIGNER

LINK = Link(Purpose.OFFER, "o1", "accept", "specialist:s1", NOW + timedelta(hours=1))
TOKEN = SIGNER.token(LINK)


def test_there_and_back():
    assert SIGNER.read(TOKEN, NOW) == LINK
    assert SIGNER.token(LINK) == TOKEN
    assert SIGNER.read(SIGNER.token(Link(Purpose.DAILY, "Ə:" + "x" * 60, "", "", LINK.expires)), NOW).answer == ""


def test_it_ends():
    assert SIGNER.read(TOKEN, NOW + timedelta(minutes=59)) == LINK
    with pytest.raises(LinkOver):
        SIGNER.read(TOKEN, NOW + timedelta(hours=1))


@given(st.integers(0, len(TOKEN) - 1), st.characters(codec="ascii", categories=("L", "N", "P")))
def test_one_sign_changed(at, sign):
    changed = TOKEN[:at] + sign + TOKEN[at + 1 :]
    if changed != TOKEN:
        with pytest.raises(BadLink):
            SIGNER.read(changed, NOW)


@given(st.text(max_size=80))
def test_anything_else(token):
    with pytest.raises(BadLink):
        SIGNER.read(token, NOW)


@pytest.mark.parametrize(
    "token",
    [
        pytest.param(TOKEN + "=", id="padded"),
        pytest.param(TOKEN + ".x", id="more"),
        pytest.param(TOKEN.split(".")[0] + ".", id="unsigned"),
        pytest.param("." + TOKEN.split(".")[1], id="empty"),
        pytest.param("x" * 100_000, id="endless"),
        pytest.param("\ud800.\ud800", id="lone-surrogate"),
        pytest.param(Signer("another secret of thirty-two signs").token(LINK), id="of-another-pool"),
    ],
)
def test_tokens_that_are_not_ours(token):
    with pytest.raises(BadLink):
        SIGNER.read(token, NOW)


@pytest.mark.parametrize("secret", ["", "short", "x" * 31])
def test_a_secret_that_is_too_short(secret):
    with pytest.raises(NoSecret, match="32 characters"):
        Signer(secret)
