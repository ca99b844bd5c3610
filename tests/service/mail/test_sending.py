"""Sending through a real SMTP server: kills at every step, servers that are away, busy, unwilling, silent."""

import asyncio
import shutil
import signal
import subprocess
import sys
from datetime import timedelta

import pytest

from registry.domain import MailKind, MailState
from registry.store import Store, outbox
from service.mail.sending import Sender, Server
from tests.service.commands import ROOT
from tests.service.mail.dying import SURVIVED
from tests.service.mail.letters import COMPOSER, NOW, a_message, a_reader, every_letter
from tests.service.mail.server import Postbox, running

MAILS = 3
# take, then hand_over and sent of each mail; each of them has a step before and a step after.
STEPS = 2 * (1 + 2 * MAILS)


class Clock:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self):
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """An empty pool as one file, to be copied."""
    file = tmp_path_factory.mktemp("empty") / "pool.db"
    Store.create(f"sqlite:///{file}").close()
    return file


@pytest.fixture
def store(empty, tmp_path):
    shutil.copy(empty, tmp_path / "pool.db")
    with Store.open(f"sqlite:///{tmp_path / 'pool.db'}") as store:
        yield store


@pytest.fixture(scope="module")
def served():
    postbox = Postbox()
    with running(postbox) as server:
        yield postbox, server


@pytest.fixture
def postbox(served):
    postbox, _ = served
    postbox.taken.clear()
    postbox.raw.clear()
    return postbox


@pytest.fixture
def server(served):
    return served[1]


def queue(store, *readers, **facts):
    with store.writing("tester", "test") as writing:
        for each in readers:
            outbox.put(writing, a_message(f"offer:{each}", a_reader(each), **facts))


def a_round(store, server, clock):
    sender = Sender(store.outbox, COMPOSER, server, "pool@rtcm.example", clock)
    return asyncio.run(sender.send_round())


def states(store):
    return {mail.message.reader.id: mail.state.value for mail in store.outbox.mails()}


def test_a_round(store, server, postbox):
    queue(store, "ann", "bob")
    assert str(a_round(store, server, Clock())) == "2 sent, 0 to be tried again, 0 failed"
    assert [message["To"].addresses[0].addr_spec for message in postbox.taken] == [
        "ann@reader.example",
        "bob@reader.example",
    ]
    assert {str(message["Message-ID"]) for message in postbox.taken} == {m.message_id for m in store.outbox.mails()}
    assert "Offer: A test mission" in {message["Subject"] for message in postbox.taken}
    assert a_round(store, server, Clock()).sent == 0
    assert len(postbox.taken) == 2


def killed(server, steps: dict[int, str]) -> list[str]:
    """How the senders ended that were to be killed at these steps of these pools."""
    told = [f"{step}={url}" for step, url in steps.items()]
    command = [sys.executable, "-m", "tests.service.mail.dying", str(server.port), *told]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=100).stdout.split("\n")


def test_killed_at_every_step(empty, tmp_path, server, postbox):
    """None lost at any step; doubled only the one that was being handed over, once, under the same id."""
    pools = {}
    for step in range(STEPS + 1):
        shutil.copy(empty, tmp_path / f"{step}.db")
        pools[step] = f"sqlite:///{tmp_path / f'{step}.db'}"
        with Store.open(pools[step]) as store:
            queue(store, *(f"r{step}-{at}" for at in range(MAILS)))
    ended = killed(server, pools)
    assert ended[:STEPS] == [f"{step} {signal.SIGKILL.value}" for step in range(STEPS)]
    assert ended[STEPS] == f"{STEPS} ended {SURVIVED}"
    doubled = []
    for step, url in pools.items():
        clock = Clock()
        with Store.open(url) as store:
            clock.forward(minutes=20)
            a_round(store, server, clock)
            assert set(states(store).values()) == {"sent"}, step
        copies = {
            f"r{step}-{at}": [raw for raw in postbox.raw if f"r{step}-{at}@".encode() in raw] for at in range(MAILS)
        }
        assert all(copies.values()), f"killed at step {step}: a mail was lost"
        more = {name: raws for name, raws in copies.items() if len(raws) > 1}
        doubled += [(step, len(raws)) for raws in more.values()]
        assert all(len(set(raws)) == 1 for raws in more.values()), "a repeat is the same mail, byte for byte"
    # Step 2 + 4 n is before hand_over of mail n, 4 + 4 n before its ``sent``: the server has it, we do not know.
    assert doubled == [(step, 2) for step in range(4, STEPS, 4)]


def test_killed_twice_in_the_one_open_moment(store, server, postbox):
    """Two copies at most: whoever does not know for the second time leaves it to a person."""
    queue(store, "ann")
    clock = Clock()
    for _ in range(2):
        clock.forward(minutes=20)
        _hand_over_and_vanish(store, server, clock)
    clock.forward(minutes=20)
    assert a_round(store, server, clock).sent == 0
    assert states(store) == {"ann": "failed"}
    assert list(postbox.ids().values()) == [2]


def _hand_over_and_vanish(store, server, clock):
    """What a kill between the answer of the server and our writing it down leaves."""
    sender = Sender(store.outbox, COMPOSER, server, "pool@rtcm.example", clock)
    sender._outbox.sent = lambda *arguments: None  # the process is gone before this happens
    asyncio.run(sender.send_round())


def test_two_senders_at_once(postgres_url, server, postbox):
    """Several workers on PostgreSQL: each mail once."""
    with Store.create(postgres_url) as store:
        queue(store, *(f"w{at}" for at in range(20)))
        senders = [Sender(store.outbox, COMPOSER, server, "pool@rtcm.example", Clock()) for _ in range(4)]

        async def all_at_once():
            return await asyncio.gather(*(sender.send_round(7) for sender in senders))

        assert sum(told.sent for told in asyncio.run(all_at_once())) == 20
    assert set(postbox.ids().values()) == {1}
    assert len(postbox.taken) == 20


def test_a_server_that_is_away(store, server, postbox):
    queue(store, "ann", not_after=None)
    clock = Clock()
    away = Server("127.0.0.1", 1, starttls=False, timeout=1.0)
    waits = []
    for _ in range(9):
        assert a_round(store, away, clock).again == 1
        (mail,) = store.outbox.mails()
        waits.append((mail.due - clock.now).total_seconds() / 60)
        assert a_round(store, away, clock).again == 0
        clock.now = mail.due
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 240]
    assert "refused" in mail.error.lower() or "connect" in mail.error.lower()
    clock.forward(days=5)
    assert a_round(store, away, clock).failed == 1
    (mail,) = store.outbox.mails([MailState.FAILED])
    assert mail.error.startswith("tried for 5 days")
    store.outbox.retry(mail.number, clock.now)
    assert a_round(store, server, clock).sent == 1


def test_what_the_server_says(store, server, postbox):
    queue(store, "busy", "nobody", "unwanted", "ann")
    postbox.busy_until = 1
    clock = Clock()
    assert str(a_round(store, server, clock)) == "1 sent, 1 to be tried again, 2 failed"
    assert states(store) == {"busy": "waiting", "nobody": "failed", "unwanted": "failed", "ann": "sent"}
    errors = {mail.message.reader.id: mail.error for mail in store.outbox.mails()}
    assert errors["busy"] == "451 4.3.0 try again later"
    assert errors["nobody"] == "550 5.1.1 no such mailbox"
    assert errors["unwanted"] == "554 5.7.1 not wanted"
    clock.forward(minutes=2)
    assert a_round(store, server, clock).sent == 1
    assert set(postbox.ids().values()) == {1}


def test_a_server_that_takes_a_mail_and_says_nothing(store, server, postbox):
    """The same open moment without a crash: once more under the same id, then a person."""
    queue(store, "silent")
    clock = Clock()
    assert a_round(store, server, clock).again == 1
    clock.forward(minutes=2)
    a_round(store, server, clock)
    assert states(store) == {"silent": "failed"}
    assert list(postbox.ids().values()) == [2]


def test_a_mail_that_cannot_be_written_does_not_stop_the_others(store, server, postbox):
    message = a_message("broken")
    with store.writing("tester", "test") as writing:
        outbox.put(writing, message.model_copy(update={"payload": {"title": "of another release"}}))
    queue(store, "ann")
    assert str(a_round(store, server, Clock())) == "1 sent, 0 to be tried again, 1 failed"


def test_a_server_without_tls_is_refused_where_it_is_asked_for(store, server, postbox):
    queue(store, "ann")
    assert a_round(store, Server(server.host, server.port, starttls=True, timeout=5.0), Clock()).again == 1
    assert postbox.taken == []


def test_a_digest_goes_out_as_one_mail(store, server, postbox):
    store.outbox.choose("account", "ann", daily=True)
    with store.writing("tester", "test") as writing:
        for kind in (MailKind.MISSION, MailKind.ANSWER):
            outbox.put(writing, a_message(kind.value, letter=every_letter()[kind]))
    clock = Clock()
    assert a_round(store, server, clock).sent == 0
    clock.forward(days=1)
    assert a_round(store, server, clock).sent == 1
    assert postbox.taken[0]["Subject"] == "Messages of RTCM: 2"


def test_the_loop_ends_when_it_is_told_to(store, server, postbox):
    queue(store, "ann")

    async def until_sent():
        stop = asyncio.Event()
        sender = Sender(store.outbox, COMPOSER, server, "pool@rtcm.example", Clock())
        loop = asyncio.create_task(sender.run(0.01, stop))
        while not postbox.taken:
            await asyncio.sleep(0.01)
        stop.set()
        await asyncio.wait_for(loop, 5)

    asyncio.run(until_sent())
    assert states(store) == {"ann": "sent"}
