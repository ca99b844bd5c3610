"""The people of a story: accounts in every office, each with a token, over one application."""

from datetime import timedelta
from typing import Any

from registry.store import Store
from service.app import create_app
from service.auth.own import make_token
from service.auth.who import Who
from tests.builders import a_mission, a_specialist, skill
from tests.service.auth.building import a_client, a_gate, add

TRAINER = {"roles": ["trainer"], "countries": [{"country": "AZE", "months": 3}]}


class Cast:
    """Everybody of a story; ``ask`` sends a request as one of them."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.gate = a_gate(store)
        self.client = a_client(create_app(store, self.gate), base_url=self.gate.address)
        self._tokens: dict[str, str] = {}
        for office in ("requester", "planner", "approver", "registrar", "certifier", "analyst", "administrator"):
            self.join(office, office)
        self.join("other", "requester")
        self.join("focal", "focal_point", organisation="Sample Service")
        for id in ("s1", "s2", "s3"):
            self.join(id, "specialist", specialist=id)

    def join(self, name: str, *roles: str, **facts: Any) -> None:
        """Give somebody an account and a token."""
        account = add(self.gate, name, *roles, **facts)
        _, secret = make_token(self.gate, Who(account.id, account.name), "test", ["read", "write"], timedelta(days=900))
        self._tokens[name] = secret

    def ask(self, name: str, method: str, path: str, body: Any = None, status: int = 200, **headers: str) -> Any:
        """The answer to a request that must have this status."""
        told = {"Authorization": f"Bearer {self._tokens[name]}", **{k.replace("_", "-"): v for k, v in headers.items()}}
        answer = self.client.request(method, f"/api/v1{path}", json=body, headers=told)
        assert answer.status_code == status, answer.text
        return answer.json()

    def step(self, name: str, mission: str, event: str, status: int = 200, **more: Any) -> Any:
        """Take a mission one step further."""
        return self.ask(name, "POST", f"/missions/{mission}/steps", {"event": event, **more}, status)


def cast(url: str) -> Cast:
    """A pool of five people who can do the work, and everybody with an account."""
    store = Store.create(url)
    levels = {"s1": 5, "s2": 4, "s3": 3, "s4": 2, "s5": 1}
    with store.writing("tester", "test") as writing:
        writing.put_specialists(
            [a_specialist(id, skills={"BRD.IBM": level}, **TRAINER) for id, level in levels.items()]
        )
    return Cast(store)


def wanted(**facts: Any) -> Any:
    """A mission of June 2027 for one expert, as it goes over the wire."""
    mission = a_mission(wish=(skill("BRD.IBM", 4),), beneficiary="Sample Authority", **facts)
    return mission.model_dump(mode="json", by_alias=True)
