"""``rtcm users``: passwords never among the arguments, every change on record."""

import io
import json
import sys

import pytest

from registry.store import Store
from service import cli
from service.auth.hashing import Hasher
from service.auth.passwords import written
from tests.builders import a_specialist
from tests.service.commands import Ran

STRONG = "a sample password of words"


@pytest.fixture
def url(sqlite_url, monkeypatch):
    """What SQL says on either database is tested in tests/registry/test_accounts.py."""
    with Store.open(sqlite_url) as store, store.writing("registrar", "first") as writing:
        writing.put_specialists([a_specialist("ann")])
    monkeypatch.setenv("RTCM_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("RTCM_ACTOR", "clerk")
    return sqlite_url


@pytest.fixture
def run(url, monkeypatch, capsys):
    """The real command in this process, with something to read on standard input."""

    def command(*arguments: object, typed: str = "") -> Ran:
        monkeypatch.setattr(sys, "argv", ["rtcm", "users", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        code = 0
        try:
            cli.main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return command


def add(run, email="Ann@Example.org", *more, typed=STRONG + "\n"):
    return run("add", email, "--name", "Sample Person", "--role", "administrator", *more, typed=typed)


def test_the_first_administrator_and_what_the_record_says(run, url):
    with Store.open(url) as store:
        assert store.accounts.none()
    assert "No accounts" in run("list").out
    assert add(run).code == 0
    with Store.open(url) as store:
        assert not store.accounts.none()
        held = store.accounts.by_email("ann@example.org")
        assert Hasher().right(written(STRONG), held.password)
        *_, last = store.record.events()
        assert (last.entry.kind, last.entry.op, last.entry.actor, last.entry.purpose) == (
            "account",
            "add",
            "clerk",
            "account added",
        )
        assert "example.org" not in repr(last)
        assert list(store.record.faults(facts=True)) == []
    (told,) = map(json.loads, run("list", "--format", "json").out.splitlines())
    assert (told["email"], told["roles"]) == ("ann@example.org", ["administrator"])
    assert "ann@example.org" in run("list").out
    assert run("list", "--format", "csv").code == 2


REFUSED = {
    "a-weak-password": ((), "short\n", "12 to 128 characters"),
    "nothing-on-standard-input": ((), "", "12 to 128 characters"),
    "no-profile": (("--role", "specialist"), STRONG, "needs the id of their own profile"),
    "no-organisation": (("--role", "focal_point"), STRONG, "needs the organisation"),
    "an-unknown-profile": (("--specialist", "nobody"), STRONG, 'no specialist "nobody"'),
    "an-unknown-language": (("--language", "de"), STRONG, "language"),
    "an-office-of-nobody": (("--role", "calendar"), STRONG, "calendar"),
}


def test_what_cannot_be_added_is_refused_and_nothing_changes(run, url):
    for why, (arguments, typed, said) in REFUSED.items():
        ran = add(run, "ann@example.org", *arguments, typed=typed)
        assert (ran.code, said in ran.err) == (2, True), (why, ran.err)
    with Store.open(url) as store:
        assert store.accounts.none()


def test_an_address_is_taken_once_and_must_be_one(run):
    add(run)
    assert "another account has the address" in add(run, "ANN@example.org").err
    assert add(run, "two@addresses@example.org").code == 2


def test_disabled_and_let_in_again(run, url):
    add(run)
    assert "only active administrator" in run("disable", "ann@example.org").err
    add(run, "bob@example.org", "--specialist", "ann", "--role", "specialist")
    assert run("disable", "ann@example.org").code == 0
    with Store.open(url) as store:
        assert not store.accounts.by_email("ann@example.org").account.active
    assert run("disable", "ann@example.org", "--lift").code == 0
    with Store.open(url) as store:
        assert store.accounts.by_email("ann@example.org").account.active
        assert [event.entry.op for event in store.record.events()][-2:] == ["disable", "enable"]
    assert run("disable", "nobody@example.org").code == 2


def test_a_generated_password_is_printed_and_holds(run, url):
    add(run)
    ran = run("reset", "ann@example.org", "--password", "generated")
    with Store.open(url) as store:
        assert Hasher().right(ran.out.strip(), store.accounts.by_email("ann@example.org").password)


def test_a_link_is_printed_and_the_old_password_no_longer_holds(run, url):
    add(run)
    ran = run("reset", "ann@example.org", "--password", "link", "--second-factor")
    assert ran.out.startswith("http://127.0.0.1:8000/reset/")
    with Store.open(url) as store:
        assert store.accounts.by_email("ann@example.org").password is None
