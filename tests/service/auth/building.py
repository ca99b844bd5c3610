"""An application that somebody can sign in to at little cost, and a clock that stands where a test puts it."""

import atexit
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI
from fastapi.testclient import TestClient

from registry.accounts import Account
from registry.lifecycle import Office
from registry.store import Store
from service.app import create_app
from service.auth.gate import Gate
from service.auth.hashing import Hasher, argon2

PASSWORD = "four quiet sample words"
# Argon2 at its least; the costs of production are a constant that no setting reaches.
CHEAP = argon2(memory_kib=8, passes=1)


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 25, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def wait(self, **time: float) -> None:
        self.at += timedelta(**time)


def a_gate(store: Store, **other: Any) -> Gate:
    """A way in with a hasher that costs little, and a clock that stands."""
    return Gate(store, **{"hasher": Hasher(CHEAP), "now": Clock(), **other})


def an_account(id: str = "acc-1", *roles: str, **facts: Any) -> Account:
    """Somebody with an account; ``facts`` as in registry.accounts."""
    return Account(id=id, **{"email": f"{id}@example.org", "name": f"Test {id}", "roles": roles, **facts})


def add(gate: Gate, id: str = "acc-1", *roles: str, **facts: Any) -> Account:
    """Add an account whose password is PASSWORD."""
    return gate.store.accounts.add(an_account(id, *roles, **facts), gate.hasher.hash(PASSWORD), "tester", "test")


def a_client(app: FastAPI, **facts: Any) -> TestClient:
    """A browser for an application with nothing in the background: all of them share one event loop."""
    client = TestClient(app, **facts)
    client.portal = _portal()
    return client


@cache
def _portal() -> BlockingPortal:
    """An event loop for as long as the tests go on: a loop for each request costs as much as the request."""
    open_until_the_end = ExitStack()
    atexit.register(open_until_the_end.close)
    return open_until_the_end.enter_context(start_blocking_portal())


def client_of(gate: Gate) -> TestClient:
    """A browser without cookies."""
    return a_client(create_app(gate.store, gate), base_url=gate.address)


def sign_in(client: TestClient, id: str = "acc-1", password: str = PASSWORD) -> TestClient:
    """The same browser, signed in."""
    answer = client.post("/api/v1/sign-in", json={"email": f"{id}@example.org", "password": password})
    assert answer.status_code == 200, answer.text
    return client


OFFICES = [office for office in Office if office is not Office.CALENDAR]
