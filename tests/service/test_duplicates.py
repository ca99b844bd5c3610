"""Commands duplicates ...: as a registrar runs them, and what they refuse."""

import json

import jsonschema
import pytest

from registry.store import Store
from service.schemas import Noun, schema_text
from tests.builders import a_specialist
from tests.service.commands import rtcm


@pytest.fixture
def url(sqlite_url) -> str:
    """Two entries of one person, one of somebody else."""
    held = [{"module": "RTCM-M1", "number": "N-1"}]
    with Store.open(sqlite_url) as store, store.writing("importer", "test") as writing:
        writing.put_specialists(
            [
                a_specialist("s1", name={"given": "Anar", "family": "Əliyev"}, certificates=held),
                a_specialist("s2", name={"given": "Анар", "family": "Алиев"}, certificates=held),
                a_specialist("s3", name={"given": "Leyla", "family": "Quliyeva"}),
            ]
        )
    return sqlite_url


def pairs(url: str, *arguments: str) -> list[dict]:
    ran = rtcm("duplicates", *arguments, "--format", "json", url=url)
    assert ran.code == 0, ran.err
    return [json.loads(line) for line in ran.out.splitlines()]


def test_from_finding_to_undo(url):
    (found,) = pairs(url, "find")
    jsonschema.validate(found, json.loads(schema_text(Noun.DUPLICATE)))
    assert (found["first"], found["second"], found["state"]) == ("s1", "s2", "open")
    table = rtcm("duplicates", "list", url=url).out
    assert all(clue["says"] in table for clue in found["clues"])
    assert f"{found['score']:.1f} %" in table
    ran = rtcm("duplicates", "merge", "s1", "s2", "--purpose", "same passport", url=url)
    assert (ran.code, ran.out) == (0, "")
    assert "rtcm duplicates undo s1 s2" in ran.err
    assert pairs(url, "list") == []
    (merged,) = pairs(url, "list", "--state", "merged")
    assert (merged["kept"], merged["decided_by"]) == ("s1", "operator")
    with Store.open(url) as store:
        assert {each.purpose for each in store.changes_since(2).items} == {"same passport"}
    assert rtcm("duplicates", "undo", "s1", "s2", url=url).code == 0
    assert [each["state"] for each in pairs(url, "list", "--state", "all")] == ["open"]
    assert rtcm("duplicates", "distinct", "s1", "s2", url=url).code == 0
    assert pairs(url, "find") == []
    assert "two people, by operator" in rtcm("duplicates", "list", "--state", "distinct", url=url).out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(("merge", "s1", "s1"), '"s1" stands on both sides: expected two different', id="with-themselves"),
        pytest.param(("merge", "s1", "nobody"), 'no specialist "nobody" in the pool', id="unknown"),
        pytest.param(("distinct", "nobody", "s1"), 'no specialist "nobody" in the pool', id="unknown-apart"),
        pytest.param(
            ("undo", "s1", "s2"), '"s1" and "s2" are not merged: there is nothing to undo', id="undo-of-nothing"
        ),
        pytest.param(("undo", "s1", "x\x1b[31m"), "are not merged", id="undo-of-signs-that-cannot-be-printed"),
        pytest.param(("merge", "s1"), "Missing argument", id="one-id"),
        pytest.param(("merge", "s1", "x\x1b[31m"), "no specialist", id="signs-that-cannot-be-printed"),
        pytest.param(("merge", "s1", "y" * 5000), "no specialist", id="endless-id"),
        pytest.param(("find", "--least", "0"), "--least", id="least-of-nothing"),
        pytest.param(("find", "--format", "csv"), "duplicates are written as table or json", id="csv"),
        pytest.param(("list", "--state", "lost"), "--state", id="no-such-state"),
    ],
)
def test_refusals(arguments, says, url):
    ran = rtcm("duplicates", *arguments, url=url)
    assert ran.code == 2, ran.err
    assert says in ran.err
    assert ran.out == ""
    assert "Traceback" not in ran.err
    assert "\x1b" not in ran.err
    with Store.open(url) as store:
        assert store.revision()[1] == 1


def test_merging_a_merged_one_and_undoing_twice(url):
    assert rtcm("duplicates", "merge", "s1", "s2", url=url).code == 0
    again = rtcm("duplicates", "merge", "s3", "s2", url=url)
    assert (again.code, "s2 was merged into s1 by operator on" in again.err) == (2, True)
    assert rtcm("duplicates", "undo", "s2", "s1", url=url).code == 0
    twice = rtcm("duplicates", "undo", "s2", "s1", url=url)
    assert (twice.code, "not merged" in twice.err) == (2, True)


def test_an_empty_pool(sqlite_url):
    ran = rtcm("duplicates", "find", url=sqlite_url)
    assert (ran.code, ran.out) == (0, "No pairs.\n")
