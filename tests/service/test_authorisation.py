"""Every route of the application against every office: each declares who may use it, and holds to it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

from registry.lifecycle import Office
from service.auth.access import Access
from service.auth.own import make_token
from service.auth.who import Who
from tests.builders import a_specialist
from tests.fresh import sqlite_pool
from tests.service.auth.building import add
from tests.service.casework.cast import cast, wanted

OFFICES = tuple(office for office in Office if office is not Office.CALENDAR)
# What stands in a path, and a thing of that kind that belongs to somebody else.
THINGS = {
    "missions": "m1",
    "candidacies": "c1",
    "offers": "o1",
    "decisions": "d1",
    "appraisals": "a1",
    "contests": "c1",
    "specialists": "s1",
    "accounts": "planner",
}


@dataclass(frozen=True)
class Declared:
    """A route, and the policy that it declares."""

    method: str
    path: str
    access: Access | None

    def filled(self, id: str | None) -> str:
        """The path with a thing of somebody else in it, or with ``id``."""
        noun = self.path.removeprefix("/api/v1/").split("/")[0]
        noun = "contests" if "/contests/" in self.path else noun
        return re.sub(r"\{[^}]*\}", lambda _: id or THINGS.get(noun, "nothing"), self.path, count=1).replace(
            "{seat}", "1"
        )


def declared(app: FastAPI) -> Iterator[Declared]:
    """Every route of an application with its policy, None where it declares none."""
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if isinstance(route, APIRoute):
            found = next(_accesses(context.dependant), None)
            for method in sorted(route.methods or ()):
                yield Declared(method, context.path or route.path, found)


def _accesses(dependant: Dependant) -> Iterator[Access]:
    for each in dependant.dependencies:
        if isinstance(each.call, Access):
            yield each.call
        yield from _accesses(each)


@pytest.fixture(scope="module")
def people(tmp_path_factory):
    """A mission with an offer out; and beside its own people one stranger in every office."""
    found = cast(sqlite_pool(tmp_path_factory.mktemp("world") / "pool.db"))
    found.ask("requester", "POST", "/missions", {"mission": wanted()}, 201)
    for name, event in (("requester", "submit"), ("approver", "approve"), ("planner", "source")):
        found.step(name, "m1", event)
    choose = [{"specialist": "s1", "reason": "the best"}]
    found.ask("planner", "POST", "/missions/m1/seats/1/decision", {"choose": choose}, 201)
    found.step("planner", "m1", "lock")
    found.ask("requester", "POST", "/candidacies/c1/selection", {})
    found.step("planner", "m1", "offer")
    with found.store.writing("tester", "test") as writing:
        writing.put_specialists([a_specialist("s9", vetting="draft")])
    for office in OFFICES:
        found.join(f"stranger-{office}", office, specialist="s9", organisation="Elsewhere")
    found.join("nobody")
    yield found
    found.store.close()


def send(people, name, route, id=None):
    headers = {"Authorization": f"Bearer {people._tokens[name]}"} if name else {}
    body = None if route.method in ("GET", "DELETE", "HEAD") else {}
    return people.client.request(route.method, route.filled(id), json=body, headers=headers)


def told(answer):
    """What somebody learns from an answer: all but where it was asked, and its own number."""
    return answer.status_code, {
        k: v for k, v in answer.json().items() if k not in ("instance", "request", "request_id")
    }


def routes_of(people):
    return list(declared(people.client.app))


def test_every_route_declares_who_may_use_it(people):
    assert [f"{each.method} {each.path}" for each in routes_of(people) if each.access is None] == []
    assert len(routes_of(people)) > 30


def test_a_route_without_a_policy_is_found():
    app = FastAPI()
    app.get("/bare")(lambda: None)
    assert [each.access for each in declared(app)] == [None]


def test_nobody_gets_in_without_signing_in(people):
    for each in routes_of(people):
        if not each.access.public:
            assert send(people, None, each).status_code == 401, each


@pytest.mark.parametrize("office", OFFICES)
def test_an_office_comes_as_far_as_its_routes(people, office):
    """Who may not use a route learns nothing from it: the same 403 for what is there and for what is not."""
    for each in routes_of(people):
        if each.access.public or each.access.in_person:
            continue
        answer = send(people, f"stranger-{office}", each)
        assert answer.status_code < 500, (each, answer.text)
        if each.access.offices and office not in each.access.offices:
            assert answer.status_code == 403, each
            assert told(answer) == told(send(people, f"stranger-{office}", each, "missing")), each


@pytest.mark.parametrize("office", [Office.REQUESTER, Office.SPECIALIST, Office.FOCAL_POINT])
def test_what_is_not_theirs_is_as_if_it_were_not_there(people, office):
    shown = []
    for each in routes_of(people):
        if "{" not in each.path or each.access.public or each.access.in_person:
            continue
        theirs, missing = (send(people, f"stranger-{office}", each, id) for id in (None, "missing"))
        if theirs.status_code != missing.status_code:
            shown.append(f"{each.method} {each.path}: {theirs.status_code}, not {missing.status_code}")
    assert shown == []


def test_routes_for_people_are_closed_to_tokens(people):
    for each in routes_of(people):
        if each.access.in_person:
            assert send(people, "administrator", each).status_code == 403, each


def test_a_token_to_read_cannot_write(people):
    account = add(people.gate, "reader", "planner")
    _, secret = make_token(people.gate, Who(account.id, account.name), "test", ["read"], timedelta(days=1))
    people._tokens["reader"] = secret
    for each in routes_of(people):
        if each.method not in ("GET", "HEAD") and not each.access.public:
            assert send(people, "reader", each).status_code == 403, each
