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
def told(world):
    """Everything asked in every office, in their order; requests that are wrong are left to test_hostile_requests."""
    drawn = cases(operations(), 1, SEED, wrong=False)
    return {office: ask(world, office, drawn, SEED) for office in ASKING}


@pytest.mark.parametrize("office", ASKING)
def test_no_failure_of_ours_and_every_answer_as_described(told, office):
    assert told[office].violations == []
    assert [status for status in told[office].statuses if status >= 500] == []
    assert told[office].operations == {each.label for each in operations()}


def test_requests_come_further_than_to_what_is_missing(told):
    """In every office more is answered than what everybody may read."""
    good = {office: sum(n for status, n in each.statuses.items() if status < 300) for office, each in told.items()}
    assert min(count for office, count in good.items() if office != NOBODY) > good[NOBODY] > 0


class TestFaultsAreSeen:
    def broken(self, path, **schema):
        description = deepcopy(describe(described()))
        (content,) = description["paths"][path]["get"]["responses"]["200"]["content"].values()
        content["schema"] = schema
        return description

    def told(self, world, description, path, office="planner"):
        found = [each for each in operations(description) if each.label == f"GET {path}"]
        return ask(world, office, cases(found, 1, SEED, wrong=False))

    def test_a_field_of_another_type(self, world):
        path = "/api/v1/me"
        told = self.told(world, self.broken(path, type="object", properties={"name": {"type": "integer"}}), path)
        assert any("name" in each for each in told.violations)
        assert not told.good

    def test_a_status_that_is_not_described(self, world):
        description = deepcopy(describe(described()))
        responses = description["paths"]["/api/v1/missions"]["get"]["responses"]
        responses["201"] = responses.pop("200")
        assert "Undocumented" in self.told(world, description, "/api/v1/missions").violations[0]

    def test_an_error_that_nobody_foresaw(self, world, monkeypatch):
        monkeypatch.setattr(world.client.app.state, "people", None)
        path = "/api/v1/specialists"
        told = self.told(world, None, path)
        assert told.statuses[500] == told.statuses.total() > 0
        assert not told.good
