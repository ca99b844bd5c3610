"""Signing in, the second factor, a forgotten password and the first account, by forms alone."""

import re

import pyotp
import pytest
from fastapi.testclient import TestClient

from registry.store import Store
from service.app import create_app
from service.auth import own
from service.auth.sessions import who
from tests.fresh import sqlite_pool
from tests.service.auth.building import PASSWORD, a_gate, add

ANOTHER = "five other quiet sample words"


class Box:
    """A mailbox that keeps what it gets."""

    def __init__(self):
        self.links = []

    def __call__(self, account, link, ends):
        self.links.append(link)


@pytest.fixture
def gate(tmp_path):
    with Store.create(sqlite_pool(tmp_path / "pool.db")) as store:
        yield a_gate(store, mailer=Box())


@pytest.fixture
def browser(gate):
    app = create_app(gate.store, gate)
    with TestClient(app, base_url=gate.address, headers={"accept": "text/html"}, follow_redirects=False) as client:
        yield client


def enter(browser, **form):
    return browser.post("/sign-in", data={"email": "acc-1@example.org", "password": PASSWORD, **form})


def signed_in(browser):
    return 'action="/sign-out"' in browser.get("/").text


def test_in_and_out(browser, gate):
    add(gate)
    assert enter(browser, password="wrong").status_code == 422
    assert not signed_in(browser)
    assert enter(browser, next="/x").headers["location"] == "/x"
    assert signed_in(browser)
    assert browser.post("/sign-out").headers["location"] == "/"
    assert not signed_in(browser)


@pytest.mark.parametrize("next", ["//evil.example", "https://evil.example", "/\\evil.example", "/%2Fevil.example"])
def test_never_elsewhere(browser, gate, next):
    add(gate)
    assert enter(browser, next=next).headers["location"] == "/"


def test_whoever_tries_too_often_is_told_how_long_to_wait(browser, gate):
    add(gate)
    for _ in range(5):
        assert "is wrong" in enter(browser, password="wrong").text
    assert re.search(r"Too many tries. Wait \d+ seconds", enter(browser).text)


def test_the_second_factor(browser, gate):
    account = add(gate)
    secret, _ = own.propose_factor(gate, who(account))
    codes = own.confirm_factor(gate, who(account), pyotp.TOTP(secret).at(gate.now()))
    assert browser.get("/sign-in/code").headers["location"].startswith("/sign-in?next=")
    assert enter(browser, next="/x").headers["location"] == "/sign-in/code?next=%2Fx"
    assert not signed_in(browser)
    assert browser.get("/sign-in/code?next=%2Fx").status_code == 200
    assert "The code is wrong" in browser.post("/sign-in/code", data={"code": "000000", "next": "/x"}).text
    assert browser.post("/sign-in/code", data={"code": codes[0], "next": "/x"}).headers["location"] == "/x"
    assert signed_in(browser)


def test_a_forgotten_password(browser, gate):
    add(gate)
    for email in ("acc-1@example.org", "nobody@example.org"):
        assert browser.post("/reset/ask", data={"email": email}).headers["location"] == "/sign-in"
    (link,) = gate.mailer.links
    assert browser.get(link).status_code == 200
    assert "12 characters" in browser.post(link, data={"password": "short"}).text
    assert browser.post(link, data={"password": ANOTHER}).headers["location"] == "/sign-in"
    assert "used before" in browser.post(link, data={"password": ANOTHER}).text
    assert enter(browser, password=ANOTHER).status_code == 303


def test_without_mail_an_administrator_helps(tmp_path):
    with Store.create(sqlite_pool(tmp_path / "pool.db")) as store:
        gate = a_gate(store)
        add(gate)
        with TestClient(create_app(store, gate), base_url=gate.address) as browser:
            answer = browser.post("/reset/ask", data={"email": "acc-1@example.org"})
    assert answer.status_code == 422
    assert "Ask an administrator" in answer.text


def first(browser, code, **form):
    filled = {"code": code, "name": "Sample Person", "email": "first@example.org", "password": PASSWORD, **form}
    return browser.post("/set-up", data=filled)


def test_the_first_account(browser, gate, caplog):
    assert browser.get("/sign-in").headers["location"] == "/set-up"
    assert browser.get("/set-up").status_code == 200
    code = re.search(r"/set-up is (\S+)", caplog.text)[1]
    assert "not the code" in first(browser, "guessed").text
    assert "Write an e-mail address" in first(browser, code, email="nobody").text
    assert "12 characters" in first(browser, code, password="short").text
    assert gate.store.accounts.none()
    assert first(browser, code).headers["location"] == "/"
    assert signed_in(browser)
    (account,) = gate.store.accounts.all()
    assert (account.email, [*account.roles]) == ("first@example.org", ["administrator"])
    assert browser.get("/set-up").status_code == 404
    assert first(browser, code).status_code == 404
