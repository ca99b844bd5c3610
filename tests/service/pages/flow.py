"""A mission of two places brought from page to page, by people who sign in as in a browser."""

import re
from dataclasses import dataclass, field
from typing import Any, cast

from fastapi.testclient import TestClient

from registry.store import Store
from service.app import create_app
from service.auth.gate import Gate
from service.auth.who import Who
from service.casework import decisions, missions
from service.casework.decisions import Wanted
from service.policies import known_policy
from tests.builders import a_mission, a_specialist, skill
from tests.service.auth.building import Clock, a_client, a_gate, add, sign_in
from tests.service.casework.cast import TRAINER

PEOPLE = {"s1": 5, "s2": 4, "s3": 3, "s4": 2}
NAMES = {"s1": "Sample One", "s2": "Sample Two", "s3": "Sample Three", "s4": "Sample Four"}


def a_pool(store: Store) -> Gate:
    """Four people who can do the work, and an account for each office."""
    with store.writing("tester", "test") as writing:
        writing.put_specialists(
            [
                a_specialist(
                    id, skills={"BRD.IBM": level}, name={"given": "Sample", "family": NAMES[id].split()[1]}, **TRAINER
                )
                for id, level in PEOPLE.items()
            ]
        )
    gate = a_gate(store)
    for office in ("requester", "planner", "approver", "analyst"):
        add(gate, office, office)
    add(gate, "other", "requester")
    for id in ("s1", "s2"):
        add(gate, id, "specialist", specialist=id)
    return gate


@dataclass
class Flow:
    """Everybody with a browser of their own over one application."""

    gate: Gate
    app: Any = None
    browsers: dict[str, TestClient] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.app = self.app or create_app(self.gate.store, self.gate)

    @property
    def store(self) -> Store:
        """The pool."""
        return self.gate.store

    def browser(self, name: str) -> TestClient:
        """Somebody's browser, signed in."""
        if name not in self.browsers:
            headers = {"accept": "text/html", "sec-fetch-site": "same-origin"}
            made = a_client(self.app, base_url=self.gate.address, headers=headers, follow_redirects=False)
            self.browsers[name] = sign_in(made, name)
        return self.browsers[name]

    def see(self, name: str, path: str, status: int = 200) -> str:
        """A page as somebody sees it."""
        answer = self.browser(name).get(path)
        assert answer.status_code == status, answer.text
        return answer.text

    def send(self, name: str, path: str, status: int = 303, **typed: Any) -> str:
        """Send a form; the page that it leads to, or the page itself where it was refused."""
        answer = self.browser(name).post(path, data=typed)
        assert answer.status_code == status, answer.text
        if status != 303:
            return answer.text
        return self.see(name, answer.headers["location"])

    def account(self, name: str) -> Any:
        """Whoever signs in under a name, as casework knows them."""
        account = self.store.accounts.get(name)
        return Who(account.id, account.name, frozenset(account.roles), account.specialist)

    def wait(self, **time: float) -> None:
        """Let time pass."""
        cast(Clock, self.gate.now).wait(**time)

    def step(self, name: str, mission: str, event: str, **more: Any) -> None:
        """Take a mission one step further, without a page."""
        missions.advance(self.store, self.account(name), self.gate.now(), mission, event, **more)

    def asked(self, id: str = "m1", **facts: Any) -> None:
        """A mission that was asked for."""
        seats = [{"role": "expert", "count": 1, "wish": [skill("BRD.IBM", 4)]}]
        mission = a_mission(id=id, **{"beneficiary": "Sample Authority", "seats": seats, **facts})
        missions.open_case(self.store, self.account("requester"), self.gate.now(), mission)

    def sourced(self, id: str = "m1", **facts: Any) -> None:
        """A mission for which people are looked for."""
        self.asked(id, **facts)
        self.step("requester", id, "submit")
        self.step("approver", id, "approve")
        self.step("planner", id, "source")

    def listed(self, id: str = "m1", *people: str, **facts: Any) -> None:
        """A mission with a locked list."""
        self.sourced(id, **facts)
        self.choose(id, *people)

    def choose(self, id: str, *people: str) -> None:
        """The list of its first seat, locked."""
        index = self.app.state.live.index()
        wanted = [Wanted(each, f"Fits well, {each}") for each in people]
        who, now = self.account("planner"), self.gate.now()
        decisions.decide(self.store, index, who, now, id, 1, wanted, known_policy(None))
        self.step("planner", id, "lock")


def found(pattern: str, text: str) -> list[str]:
    """What a pattern finds in a page, each once."""
    return list(dict.fromkeys(re.findall(pattern, text)))
