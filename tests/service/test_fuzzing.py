"""The short form of fuzzing: a few requests for every operation, as every office and nobody; and that faults show."""

from copy import deepcopy

import pytest

from service.app import described
from service.http.described import describe
from tests.service.fuzzing import ask, cases, operations
from tests.service.lived import ASKING, NOBODY, lived

SEED = 1


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    world = lived(tmp_path_factory.mktemp("world"))
    yield world
    world.close()


@pytest.fixture(scope="module")
def description():
    return describe(described())


@pytest.fixture(scope="module")
def told(world, description):
    """Everything asked in every office, in their order; requests that are wrong are left to test_hostile_requests."""
    drawn = cases(operations(description), 1, SEED, wrong=False)
    return {office: ask(world, office, drawn, SEED) for office in ASKING}


@pytest.mark.parametrize("office", ASKING)
def test_no_failure_of_ours_and_every_answer_as_described(told, description, office):
    assert told[office].violations == []
    assert [status for status in told[office].statuses if status >= 500] == []
    asked = {f"{method.upper()} {path}" for path, methods in description["paths"].items() for method in methods}
    assert told[office].operations == asked


def test_requests_come_further_than_to_what_is_missing(told):
    """In every office more is answered than what everybody may read."""
    good = {office: sum(n for status, n in each.statuses.items() if status < 300) for office, each in told.items()}
    assert min(count for office, count in good.items() if office != NOBODY) > good[NOBODY] > 0


class TestFaultsAreSeen:
    def told(self, world, description, path):
        found = [each for each in operations(description) if each.label == f"GET {path}"]
        return ask(world, "planner", cases(found, 1, SEED, wrong=False))

    def test_a_field_of_another_type(self, world, description):
        path, description = "/api/v1/me", deepcopy(description)
        (content,) = description["paths"][path]["get"]["responses"]["200"]["content"].values()
        content["schema"] = {"type": "object", "properties": {"name": {"type": "integer"}}}
        told = self.told(world, description, path)
        assert any("name" in each for each in told.violations)
        assert not told.good

    def test_a_status_that_is_not_described(self, world, description):
        description = deepcopy(description)
        responses = description["paths"]["/api/v1/missions"]["get"]["responses"]
        responses["201"] = responses.pop("200")
        assert "Undocumented" in self.told(world, description, "/api/v1/missions").violations[0]

    def test_an_error_that_nobody_foresaw(self, world, description):
        # By hand: what pytest restores of a state it takes away again, and the next test would have no people.
        state = world.client.app.state
        people, state.people = state.people, None
        try:
            told = self.told(world, description, "/api/v1/specialists")
        finally:
            state.people = people
        assert told.statuses[500] == told.statuses.total() > 0
        assert not told.good
