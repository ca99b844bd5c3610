"""Accounts on both databases: each change on record, secrets as hashes only, gone with the person, kept by a backup."""

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError
from sqlalchemy import create_engine, text

from registry.accounts import Account, Token
from registry.errors import EmailTaken, LastAdministrator, NotFound, StaleVersion
from registry.lifecycle import Office
from registry.store import Store
from registry.store import duplicates as deciding
from tests.builders import a_specialist

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=12)
IDLE = timedelta(hours=2)
TABLES = ("account", "session", "token", "reset", "attempt")


def an_account(id="acc-1", *roles, **facts):
    return Account(id=id, **{"email": f"{id}@example.org", "name": f"Test {id}", "roles": roles, **facts})


@pytest.fixture
def store(database_url):
    with Store.open(database_url) as store:
        with store.writing("registrar", "test") as writing:
            writing.put_specialists([a_specialist("ann"), a_specialist("bob")])
        add(store, an_account("acc-adm", Office.ADMINISTRATOR))
        yield store


def add(store, account, password="hash-of-a-password"):
    return store.accounts.add(account, password, "admin", "test")


def ops(store):
    return [event.entry.op for event in store.record.events() if event.entry.kind == "account"]


def rows(url):
    """How many rows each table of accounts has."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = {name: connection.scalar(text(f"SELECT count(*) FROM {name}")) for name in TABLES}
    engine.dispose()
    return found


def everywhere(store, id):
    """Sign an account in, and give it a token, a link and a wrong try."""
    accounts = store.accounts
    accounts.sessions.begin(f"digest-of-{id}", id, "a browser", NOW, LATER, False)
    token = Token(id="new", account=id, name="script", scopes=("read",), made=NOW, ends=LATER)
    accounts.tokens.add(f"token-of-{id}", token, id, "test")
    accounts.sessions.add_reset(f"link-of-{id}", id, LATER)
    assert accounts.attempts.begin("account", f"{id}@example.org", NOW, NOW, lambda before, now: timedelta(0)) == (
        timedelta(0)
    )


def test_what_is_done_to_an_account_is_on_record(store):
    epoch, before = store.revision()
    made = add(store, an_account("acc-1", Office.PLANNER, language="az"))
    assert made == store.accounts.get("acc-1") == store.accounts.by_email(" ACC-1@Example.org").account
    moved = store.accounts.update(made.model_copy(update={"roles": (Office.ANALYST,)}), "admin", "new work")
    assert store.accounts.update(moved, "admin", "nothing new") == moved
    off = store.accounts.update(moved.model_copy(update={"active": False}), "admin", "left")
    store.accounts.update(off.model_copy(update={"active": True, "name": "Other"}), "admin", "back")
    store.accounts.set_password("acc-1", "another", "admin", "lost")
    store.accounts.propose_factor("acc-1", "SECRET")
    store.accounts.confirm_factor("acc-1", 7, ["digest"], "acc-1", "own wish")
    assert store.accounts.take_recovery("acc-1", "digest")
    store.accounts.drop_factor("acc-1", "admin", "lost")
    store.accounts.drop_factor("acc-1", "admin", "there is none")
    told = ["roles", "disable", "enable", "password", "second_factor", "recovery", "second_factor_dropped"]
    assert ops(store) == ["add", "add", *told]
    assert store.revision() == (epoch, before + 1 + len(told)), "one revision each"
    assert store.accounts.get("acc-1").version == 1 + len(told)
    assert "example.org" not in repr(list(store.record.events())), "the record outlives the person"
    assert list(store.record.faults(facts=True)) == []


def test_what_cannot_be_is_refused_and_nothing_changes(store):
    account = add(store, an_account())
    before = store.revision()
    for fault, tried in (
        (EmailTaken, lambda: add(store, an_account("acc-2", email="ACC-1@example.org"))),
        (NotFound, lambda: add(store, an_account("acc-2", specialist="nobody"))),
        (NotFound, lambda: store.accounts.set_password("acc-9", "x", "admin", "test")),
        (NotFound, lambda: store.accounts.get("acc-9")),
        (NotFound, lambda: store.accounts.propose_factor("acc-9", "SECRET")),
        (
            EmailTaken,
            lambda: store.accounts.update(account.model_copy(update={"email": "acc-adm@example.org"}), "", ""),
        ),
        (StaleVersion, lambda: store.accounts.update(account.model_copy(update={"version": 4}), "admin", "test")),
    ):
        with pytest.raises(fault):
            tried()
    assert store.revision() == before
    assert len(store.accounts.all()) == 2


def test_somebody_is_left_who_can_let_others_in(store):
    admin = store.accounts.get("acc-adm")
    for change in ({"active": False}, {"roles": (Office.ANALYST,)}):
        with pytest.raises(LastAdministrator):
            store.accounts.update(admin.model_copy(update=change), "admin", "test")
    other = add(store, an_account("acc-2", Office.ADMINISTRATOR))
    store.accounts.update(admin.model_copy(update={"active": False}), "admin", "test")
    with pytest.raises(LastAdministrator):
        store.accounts.update(other.model_copy(update={"active": False}), "admin", "test")


def test_the_first_account_is_one(database_url):
    with Store.open(database_url) as store:
        assert store.accounts.none()
        assert store.accounts.add_first(an_account("acc-1"), "hash", "acc-1", "first")
        assert not store.accounts.add_first(an_account("acc-2"), "hash", "acc-2", "first")
        assert [each.id for each in store.accounts.all()] == ["acc-1"]
        assert not store.accounts.none()


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({"email": "no address"}, id="no-address"),
        pytest.param({"email": "a@b.example\r\nBcc: c@d.example"}, id="a-second-header"),
        pytest.param({"email": "a@b.example,c@d.example"}, id="two-addresses"),
        pytest.param({"name": " "}, id="no-name"),
        pytest.param({"roles": ("specialist",)}, id="a-specialist-without-a-profile"),
        pytest.param({"roles": ("focal_point",)}, id="a-focal-point-of-nobody"),
        pytest.param({"roles": ("calendar",)}, id="the-calendar"),
        pytest.param({"language": "de"}, id="a-language-that-we-do-not-have"),
        pytest.param({"admin": True}, id="an-unknown-field"),
    ],
)
def test_what_is_no_account(facts):
    with pytest.raises(ValidationError):
        an_account("acc-1", **facts) if "roles" not in facts else an_account("acc-1", *facts["roles"])


def test_disabled_it_is_signed_out_and_its_tokens_end(store, database_url):
    account = add(store, an_account())
    everywhere(store, "acc-1")
    assert store.accounts.sessions.find("digest-of-acc-1", NOW, IDLE).account == account
    assert store.accounts.tokens.find("token-of-acc-1", NOW)[1].scopes == ("read",)
    store.accounts.update(account.model_copy(update={"active": False}), "admin", "left")
    assert {name: count for name, count in rows(database_url).items() if name != "attempt"} == {
        "account": 2,
        "session": 0,
        "token": 0,
        "reset": 0,
    }


def test_a_link_counts_once_and_ends_everything(store):
    add(store, an_account())
    everywhere(store, "acc-1")
    assert store.accounts.sessions.reset_of("link-of-acc-1", LATER) is None, "it has ended"
    assert store.accounts.sessions.reset_of("link-of-acc-1", NOW).id == "acc-1"
    assert store.accounts.reset("link-of-acc-1", "new", NOW, "reset").id == "acc-1"
    assert store.accounts.reset("link-of-acc-1", "newer", NOW, "reset") is None
    assert store.accounts.credentials("acc-1").password == "new"
    assert store.accounts.sessions.find("digest-of-acc-1", NOW, IDLE) is None
    assert store.accounts.tokens.find("token-of-acc-1", NOW) is None


def test_steps_and_codes_count_once(store):
    add(store, an_account())
    store.accounts.propose_factor("acc-1", "SECRET")
    store.accounts.confirm_factor("acc-1", 7, ["digest", "other"], "acc-1", "test")
    assert [store.accounts.take_step("acc-1", step) for step in (7, 9, 9, 8, 10)] == [False, True, False, False, True]
    assert [store.accounts.take_recovery("acc-1", code) for code in ("digest", "digest", "no", "other")] == [
        True,
        False,
        False,
        True,
    ]


def test_what_has_ended_is_cleared_away(store, database_url):
    add(store, an_account())
    everywhere(store, "acc-1")
    store.accounts.sessions.begin("new", "acc-1", "a browser", LATER, LATER + IDLE, False)
    assert rows(database_url) == {"account": 2, "session": 1, "token": 0, "reset": 0, "attempt": 1}
    assert [each.agent for each in store.accounts.sessions.of("acc-1", LATER, IDLE)] == ["a browser"]


def test_nothing_of_an_account_is_left_of_who_is_erased(store, database_url):
    add(store, an_account("acc-ann", Office.SPECIALIST, specialist="ann"))
    add(store, an_account("acc-bob", Office.SPECIALIST, specialist="bob"))
    for id in ("acc-ann", "acc-bob"):
        everywhere(store, id)
    store.erase("ann", "registrar")
    assert rows(database_url) == {"account": 2, "session": 1, "token": 1, "reset": 1, "attempt": 1}
    assert store.accounts.by_email("acc-ann@example.org") is None
    assert store.accounts.sessions.find("digest-of-acc-bob", NOW, IDLE).account.id == "acc-bob"
    assert ops(store)[-1] == "erase"
    assert list(store.record.faults(facts=True)) == []


def test_an_account_follows_its_profile_through_a_merge(store):
    account = add(store, an_account("acc-ann", Office.SPECIALIST, specialist="ann"))
    everywhere(store, "acc-ann")

    def speaks_for():
        found = store.accounts.sessions.find("digest-of-acc-ann", NOW, IDLE)
        return None if found is None else found.account.specialist

    pair = store.compared("ann", "bob")
    with store.writing("registrar", "one person") as writing:
        deciding.merge(writing, pair, "bob", NOW)
    assert speaks_for() == "bob"
    assert store.accounts.tokens.find("token-of-acc-ann", NOW)[0].specialist == "bob"
    with store.writing("registrar", "two after all") as writing:
        deciding.undo(writing, "ann", "bob")
    assert speaks_for() == "ann"
    with store.writing("registrar", "one person") as writing:
        deciding.merge(writing, pair, "bob", NOW)
    store.erase("bob", "registrar")
    assert store.accounts.by_email(account.email) is None, "all that was merged is one person"


def test_a_backup_keeps_accounts_and_nobody_is_signed_in_after_a_restore(store, database_url, tmp_path):
    add(store, an_account("acc-ann", Office.SPECIALIST, specialist="ann"))
    kept = add(store, an_account("acc-bob", Office.SPECIALIST, specialist="bob"))
    everywhere(store, "acc-bob")
    store.backup(tmp_path / "pool.rtcm")
    store.erase("ann", "registrar")
    add(store, an_account("acc-new"))
    Store.restore(database_url, tmp_path / "pool.rtcm", "administrator")
    with Store.open(database_url) as again:
        assert [each.id for each in again.accounts.all()] == ["acc-adm", "acc-bob"], "who was erased stays erased"
        assert again.accounts.credentials("acc-bob").account == kept
        assert again.accounts.credentials("acc-bob").password == "hash-of-a-password"
        assert rows(database_url) == {"account": 2, "session": 0, "token": 0, "reset": 0, "attempt": 0}
