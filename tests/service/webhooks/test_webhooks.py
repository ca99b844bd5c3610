"""Webhooks to a real HTTP server: signed, retried, ended; and never into a network of our own."""

import ipaddress
import json
import socket
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from standardwebhooks.webhooks import Webhook as Signature

from registry.domain import MailState, MissionCase, MissionState, Offer, OfferState
from registry.domain.webhook import Webhook
from registry.errors import NotFound
from registry.store import Store
from registry.store.webhooks import MOST_FAILURES
from service.webhooks.delivering import Deliverer, new_webhook
from service.webhooks.targets import BadTarget, Poster

NOW = datetime.now(UTC)
SECRET = "whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"


class Receiver:
    """What a receiver got, and what it says."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], str]] = []
        self.says = 200


@contextmanager
def receiving():
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            receiver.got.append((dict(self.headers), body))
            self.send_response(receiver.says)
            self.send_header("Location", f"http://127.0.0.1:{server.server_port}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *arguments):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield receiver, f"http://127.0.0.1:{server.server_port}/hook"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def store(database_url):
    with Store.open(database_url) as store:
        yield store


def an_offer(state=OfferState.OPEN):
    times = {"sent": NOW, "expires": NOW + timedelta(days=7)}
    return Offer(id="o1", candidacy="c1", mission="m1", seat=1, specialist="s1", state=state, **times)


def change(store, *values):
    with store.writing("tester", "test") as writing:
        for each in values:
            writing.cases.put(each)


def subscribe(store, url="https://receiver.example/hook", *events):
    store.webhooks.add(Webhook(id="wh-1", url=url, events=events or ("*",), made_by="acc-1", made=NOW), SECRET)


class Clock:
    def __init__(self) -> None:
        self.now = datetime.now(UTC) + timedelta(minutes=1)  # after whatever the test has just changed

    def __call__(self):
        return self.now


def test_from_a_change_to_the_receiver(store):
    with receiving() as (receiver, url):
        subscribe(store, url, "offer.*", "mission.approved")
        with store.writing("tester", "test") as writing:
            writing.cases.add(MissionCase(id="m1", requester="acc-9"))
            writing.cases.add(an_offer())
        change(store, an_offer().model_copy(update={"reminded": NOW}))  # no other state: nothing to tell
        change(store, an_offer(OfferState.ACCEPTED))
        clock = Clock()
        deliverer = Deliverer(store.webhooks, Poster(loopback=True), clock)
        before = store.revision()
        receiver.says = 500
        assert deliverer.deliver_round() == 0
        assert deliverer.deliver_round() == 0
        assert len(receiver.got) == 2
        receiver.says, clock.now = 204, clock.now + timedelta(minutes=2)
        assert deliverer.deliver_round() == 2
        assert store.revision() == before
    bodies = [json.loads(body) for _, body in receiver.got[2:]]
    assert [body["type"] for body in bodies] == ["offer.open", "offer.accepted"]
    assert bodies[1]["data"] == {"id": "o1", "mission": "m1", "state": "accepted", "version": 3}
    assert not any("s1" in body for _, body in receiver.got)
    for headers, body in receiver.got:
        Signature(SECRET).verify(body, headers)
        with pytest.raises(Exception, match="signature"):
            Signature(SECRET).verify(body + " ", headers)
    ids = [headers["webhook-id"] for headers, _ in receiver.got]
    assert ids[:2] == ids[2:]
    assert len(set(ids)) == 2


def test_a_reply_leads_nowhere_and_many_failures_end_it(store):
    with receiving() as (receiver, url):
        subscribe(store, url)
        with store.writing("tester", "test") as writing:
            writing.cases.add(an_offer())
        clock, receiver.says = Clock(), 307
        deliverer = Deliverer(store.webhooks, Poster(loopback=True), clock)
        for tried in range(1, MOST_FAILURES + 1):
            assert store.webhooks.all()[0].active
            deliverer.deliver_round()
            assert len(receiver.got) == tried  # not one more at the place it was sent to
            clock.now += timedelta(hours=2) if tried < 8 else timedelta(hours=4)
        assert not store.webhooks.all()[0].active
        deliverer.deliver_round()
    assert set(store.webhooks.states().values()) <= {MailState.DROPPED, MailState.FAILED}
    change(store, an_offer(OfferState.DECLINED))
    assert len(store.webhooks.states()) == 1
    store.webhooks.revive("wh-1")
    change(store, an_offer(OfferState.EXPIRED))
    assert len(store.webhooks.states()) == 2
    store.webhooks.remove("wh-1")
    assert store.webhooks.states() == {}
    with pytest.raises(NotFound):
        store.webhooks.remove("wh-1")


def test_gone_ends_it_at_once_and_a_private_target_is_never_asked(sqlite_url):
    with Store.open(sqlite_url) as store, receiving() as (receiver, url):
        subscribe(store, url)
        with store.writing("tester", "test") as writing:
            writing.cases.add(MissionCase(id="m1", requester="acc-9", state=MissionState.APPROVED))
        Deliverer(store.webhooks, Poster(), Clock()).deliver_round()
        assert receiver.got == []
        assert list(store.webhooks.states().values()) == [MailState.FAILED]
        change(store, MissionCase(id="m1", requester="acc-9", state=MissionState.SOURCING))
        receiver.says = 410
        Deliverer(store.webhooks, Poster(loopback=True), Clock()).deliver_round()
        assert not store.webhooks.all()[0].active


@pytest.mark.parametrize(
    "ip",
    ["127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
     "255.255.255.255", "224.0.0.1", "192.0.2.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
     "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2002:a00:1::", "2001:db8::1"],
)  # fmt: skip
def test_addresses_that_are_not_public(ip):
    assert not Poster().allowed(ipaddress.ip_address(ip))


@pytest.mark.parametrize("ip", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_addresses_that_are(ip):
    assert Poster().allowed(ipaddress.ip_address(ip))


@pytest.mark.parametrize(
    "url",
    ["http://receiver.example/", "ftp://receiver.example/", "https://", "https://user@receiver.example/",
     "https://user:x@receiver.example/", "https://receiver.example:99999/", "https://receiver.example:0/",
     "https://receiver.example/a b", "https://receiver.example/\r\nHost: x", "https://[::1", "//receiver.example"],
)  # fmt: skip
def test_addresses_that_cannot_be_posted_to(url):
    with pytest.raises(BadTarget, match="expected"):
        Poster().post(url, b"", {})


@pytest.mark.parametrize("url", ["https://localhost/", "https://127.1/", "https://2130706433/", "https://[::1]/"])
def test_names_of_this_machine(url):
    with pytest.raises((BadTarget, OSError), match=r"not public|cannot be found"):
        Poster(timeout=0.5).post(url, b"", {})


def test_a_name_that_changes_its_mind_gains_nothing(monkeypatch):
    """DNS rebinding: the second answer is never asked for; and one bad address among good ones is enough to refuse."""
    real, asked, said = socket.getaddrinfo, [], []

    def lying(host, port, *more, **named):
        if host != "receiver.example":
            return real(host, port, *more, **named)
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in said[min(len(asked), len(said)) - 1]]

    monkeypatch.setattr(socket, "getaddrinfo", lying)
    with receiving() as (receiver, url):
        said[:] = [["127.0.0.1"], ["10.0.0.1"]]
        there = url.replace("127.0.0.1", "receiver.example")
        assert Poster(loopback=True).post(there, b"{}", {}) == 200
        assert (len(receiver.got), len(asked)) == (1, 1)
        assert receiver.got[0][0]["Host"].startswith("receiver.example:")
        said[:] = [["8.8.8.8", "10.0.0.1"]]
        with pytest.raises(BadTarget, match="not public"):
            Poster().post("https://receiver.example/", b"{}", {})


def test_a_new_webhook_has_a_secret_of_its_own():
    made = [new_webhook("https://receiver.example/hook", ("*",), "acc-1", NOW) for _ in range(2)]
    assert len({secret for _, secret in made}) == 2
    assert all(Signature(secret).sign("id", NOW, "x").startswith("v1,") for _, secret in made)
    with pytest.raises(BadTarget):
        new_webhook("http://receiver.example/hook", ("*",), "acc-1", NOW)
