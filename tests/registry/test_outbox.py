"""The outbox on both databases: a mail is there exactly when its change is, goes to one sender, and is forgotten."""

from datetime import UTC, datetime, timedelta

import pytest

from registry.domain import MailKind, MailState, Message, Reader
from registry.errors import ErasedPerson, NotFound
from registry.store import Lease, Store, outbox
from tests.builders import a_specialist

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
LATER = NOW + timedelta(minutes=20)


def a_message(key="offer:o1", kind=MailKind.OFFER, noun="specialist", id="s1", **facts):
    reader = Reader(noun=noun, id=id, name=f"Test {id}", address=f"{id}@reader.example")
    return Message(**{"key": key, "kind": kind, "reader": reader, "payload": {"says": key}, "queued": NOW, **facts})


def a_lease(token="one", now=NOW):
    return Lease(token, now + timedelta(minutes=15))


def keys(mails):
    return [mail.message.key for mail in mails]


@pytest.fixture
def store(database_url):
    with Store.create(database_url) as store:
        yield store


def put(store, *messages):
    with store.writing("tester", "test") as writing:
        return [outbox.put(writing, message) for message in messages]


def _change_that_fails(store):
    with store.writing("tester", "test") as writing:
        writing.put_specialists([a_specialist("s1")])
        outbox.put(writing, a_message())
        raise ErasedPerson("s1")


def test_the_way_of_a_mail(store):
    # With the change or not at all.
    with pytest.raises(ErasedPerson):
        _change_that_fails(store)
    assert (store.outbox.mails(), store.count("specialist")) == ([], 0)
    with store.writing("tester", "test") as writing:
        writing.put_specialists([a_specialist("s1")])
        assert outbox.put(writing, a_message(payload={"says": "Əlavə"}))
        assert not outbox.put(writing, a_message())
    assert writing.revision == 1
    assert put(store, a_message()) == [False]
    # To one sender alone, while the lease lasts.
    one, two = a_lease("one"), a_lease("two")
    (mail,) = store.outbox.take(NOW, one, 10)
    assert (mail.message.payload, mail.attempts, mail.state) == ({"says": "Əlavə"}, 1, MailState.TAKEN)
    assert store.outbox.take(NOW, two, 10) == []
    assert not store.outbox.hand_over(mail, two)
    assert store.outbox.hand_over(mail, one)
    store.outbox.sent(mail, two, NOW)
    assert store.outbox.counts()[MailState.HANDED] == 1
    store.outbox.sent(mail, one, NOW)
    (sent,) = store.outbox.mails([MailState.SENT])
    assert (sent.message.payload, sent.ended, sent.message_id) == ({}, NOW, mail.message_id)
    assert put(store, a_message()) == [False]
    assert store.revision()[1] == 1


def test_what_a_sender_leaves_behind(store):
    put(store, a_message("taken"), a_message("handed"))
    taken, handed = store.outbox.take(NOW, a_lease("one"), 10)
    assert store.outbox.hand_over(handed, a_lease("one"))
    assert store.outbox.take(NOW + timedelta(minutes=14), a_lease("two"), 10) == []
    again = {mail.message.key: mail for mail in store.outbox.take(LATER, a_lease("two", LATER), 10)}
    assert {key: mail.repeats for key, mail in again.items()} == {"taken": 0, "handed": 1}
    assert again["handed"].message_id == handed.message_id != taken.message_id
    # Whoever woke up late has lost the lease, and changes nothing.
    store.outbox.sent(handed, a_lease("one"), LATER)
    store.outbox.failed(taken, a_lease("one"), LATER, "x")
    assert store.outbox.counts()[MailState.TAKEN] == 2
    assert store.outbox.hand_over(again["handed"], a_lease("two", LATER))
    # Once more it cannot be told: now it waits for a person, the other one does not.
    last = LATER + timedelta(hours=1)
    assert keys(store.outbox.take(last, a_lease("three", last), 10)) == ["taken"]
    (left,) = store.outbox.mails([MailState.FAILED])
    assert "more than once" in left.error
    store.outbox.retry(left.number, last)
    assert keys(store.outbox.take(last, a_lease("four", last), 10)) == ["handed"]
    with pytest.raises(NotFound, match="no failed mail"):
        store.outbox.retry(left.number, last)


def test_times(store):
    put(
        store,
        a_message("later", not_before=NOW + timedelta(hours=1)),
        a_message("late", not_after=NOW + timedelta(hours=2)),
        a_message("dropped"),
    )
    with store.writing("tester", "test") as writing:
        assert outbox.drop(writing, ["dropped", "unknown"], "offer withdrawn", NOW) == 1
    (late,) = store.outbox.take(NOW, a_lease(), 10)
    store.outbox.put_back([late], a_lease(), NOW + timedelta(hours=3), "the server is away")
    at = NOW + timedelta(hours=4)
    (later,) = store.outbox.take(at, a_lease("two", at), 10)
    assert later.message.key == "later"
    gone = {mail.message.key: mail.error for mail in store.outbox.mails([MailState.DROPPED])}
    assert gone == {"late": "too late to be of use", "dropped": "offer withdrawn"}


def test_one_mail_a_day(store):
    store.outbox.choose("specialist", "s1", daily=True)
    assert store.outbox.wants_daily("specialist", "s1")
    put(
        store,
        a_message("offer", MailKind.OFFER),
        a_message("m1", MailKind.MISSION),
        a_message("m2", MailKind.CERTIFICATE, queued=NOW + timedelta(hours=5)),
        a_message("m3", MailKind.MISSION, id="s2"),
    )
    evening = NOW + timedelta(hours=6)
    at_once = store.outbox.take(evening, a_lease(now=evening), 10)
    assert keys(at_once) == ["offer", "m3"]
    for mail in at_once:
        store.outbox.sent(mail, a_lease(now=evening), evening)
    day = NOW + timedelta(days=1)
    (digest,) = store.outbox.take(day, a_lease("two", day), 10)
    assert keys(store.outbox.folded(digest)) == ["m1", "m2"]
    assert (digest.message.kind, digest.message.reader.id) == (MailKind.DIGEST, "s1")
    store.outbox.hand_over(digest, a_lease("two", day))
    store.outbox.sent(digest, a_lease("two", day), day)
    assert [mail.message.payload for mail in store.outbox.folded(digest)] == [{}, {}]
    # One alone is not folded.
    put(store, a_message("m4", MailKind.MISSION, queued=day))
    assert store.outbox.take(day + timedelta(hours=23), a_lease("three", day), 10) == []
    again = day + timedelta(days=1)
    (alone,) = store.outbox.take(again, a_lease("four", again), 10)
    assert alone.message.key == "m4"
    store.outbox.sent(alone, a_lease("four", again), again)
    # A changed mind holds for what waits already.
    put(store, a_message("m5", MailKind.MISSION, queued=again))
    store.outbox.choose("specialist", "s1", daily=False)
    assert keys(store.outbox.take(again, a_lease("five", again), 10)) == ["m5"]


def test_who_is_erased_is_gone_from_every_mail(store):
    with store.writing("tester", "test") as writing:
        writing.put_specialists([a_specialist("s1"), a_specialist("s2")])
        outbox.put(writing, a_message("to"))
        outbox.put(writing, a_message("about", MailKind.ANSWER, "account", "ann", about="s1"))
        outbox.put(writing, a_message("other", id="s2"))
    store.outbox.choose("specialist", "s1", daily=True)
    store.erase("s1", "tester")
    assert keys(store.outbox.mails()) == ["other"]
    assert not store.outbox.wants_daily("specialist", "s1")


def test_who_left_and_is_erased_later_is_gone_from_what_came_between(store):
    with store.writing("tester", "test") as writing:
        writing.put_specialists([a_specialist("s1")])
        writing.remove_specialist("s1")
        outbox.put(writing, a_message("about", MailKind.ANSWER, "account", "ann", about="s1"))
    store.erase("s1", "tester")
    assert store.outbox.mails() == []


def test_a_backup_holds_what_waits(store, tmp_path):
    put(store, a_message())
    store.backup(tmp_path / "pool.backup")
    put(store, a_message("after"))
    (before, *_) = store.outbox.mails()[::-1]
    url = store._url.render_as_string(hide_password=False)
    store.close()
    Store.restore(url, tmp_path / "pool.backup", "tester")
    with Store.open(url) as restored:
        assert restored.outbox.mails() == [before]
        assert put(restored, a_message("new")) == [True]
