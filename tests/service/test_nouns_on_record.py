"""Certificates, imports, exports and the record over HTTP; what is taken or given leaves its mark."""

import io
import json
import zipfile
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from registry.exporting import json_line
from registry.store import Store
from service.app import create_app
from service.auth.gate import Gate
from tests.builders import a_mission, a_specialist
from tests.fresh import sqlite_pool
from tests.service.signed import as_, identified

V1 = "/api/v1"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
REGISTRAR, ADMIN, ANALYST = (as_(each) for each in ("registrar", "administrator", "analyst"))


def certificate(number, status, issued="2025-05-01"):
    return {"module": "RTCM-M1", "issued": issued, "number": number, "status": status}


PEOPLE = [
    a_specialist("s1", organisation="Border Service", certificates=[certificate("RTCM-1", "issued")]),
    a_specialist(
        "s2",
        certificates=[certificate("X-2", "claimed"), certificate("RTCM-3", "revoked", "2024-05-01")],
        consent={"search": {"given": "2024-01-01"}, "statistics": {"given": "2024-01-01"}},
    ),
]


@pytest.fixture
def store(tmp_path):
    with Store.create(sqlite_pool(tmp_path / "pool.db")) as store:
        with store.writing("tester", "test") as writing:
            writing.put_specialists(PEOPLE)
        yield store


@pytest.fixture
def client(store):
    with TestClient(identified(create_app(store, Gate(store, now=lambda: NOW)))) as client:
        yield client


def test_certificates_of_those_one_may_see(client):
    def numbers(who, query=""):
        answer = client.get(f"{V1}/certificates?{query}", headers=who)
        return [each["number"] for each in answer.json()["items"]]

    assert numbers(as_("certifier")) == ["RTCM-1", "RTCM-3", "X-2"]
    assert numbers(as_("planner"), "module=RTCM-M2") == []
    assert numbers(as_("focal_point", organisation="border service")) == ["RTCM-1"]
    assert client.get(f"{V1}/certificates/X-2", headers=as_("certifier")).json()["specialist"] == "s2"
    focal = as_("focal_point", organisation="Border Service")
    assert client.get(f"{V1}/certificates/X-2", headers=focal).status_code == 404
    assert client.get(f"{V1}/certificates", headers=as_("specialist")).status_code == 403


def test_a_stranger_verifies_a_number_and_learns_no_more(client):
    told = client.get(f"{V1}/certificates/RTCM-1/verification").json()
    assert (told["state"], told["until"]) == ("issued", "2028-05-01")
    assert set(told) == {"number", "module", "title", "level", "issued", "until", "state"}
    assert client.get(f"{V1}/certificates/RTCM-3/verification").json()["state"] == "revoked"
    for unknown in ("X-2", "none"):
        assert client.get(f"{V1}/certificates/{unknown}/verification").status_code == 404


class TestImporting:
    def send(self, client, content, name="people.jsonl", noun="specialists", who=REGISTRAR, **more):
        headers = {**who, "Content-Type": "application/octet-stream"}
        return client.post(f"{V1}/imports/{noun}", params={"name": name, **more}, content=content, headers=headers)

    def test_a_dry_run_tells_all_and_keeps_nothing(self, client, store):
        lines = "".join(map(json_line, [a_specialist("new"), PEOPLE[0]]))
        before = store.revision()
        tried = self.send(client, lines).json()
        assert (tried["added"], tried["unchanged"], tried["revision"]) == (1, 1, None)
        assert store.revision() == before
        applied = self.send(client, lines, dry_run=False).json()
        assert (applied["added"], applied["revision"]) == (1, before[1] + 1)
        assert store.specialist("new")

    def test_what_is_wrong_is_told_with_its_line_and_without_our_folders(self, client):
        answer = self.send(client, json_line(a_specialist("new")) + '{"id": 1}\n', dry_run=False)
        assert answer.status_code == 422
        assert answer.json()["problems"][0]["line"] == 2
        assert "/tmp" not in answer.text
        partial = self.send(client, json_line(a_specialist("new")) + '{"id": 1}\n', dry_run=False, partial=True)
        assert (partial.json()["added"], partial.json()["refused"]) == (1, 1)

    def test_missions_as_json(self, client, store):
        content = a_mission().model_dump_json(exclude_defaults=True)
        assert self.send(client, content, "m.json", "missions", dry_run=False).json()["added"] == 1
        assert store.mission("m1")

    def test_what_is_no_file_of_ours(self, client):
        assert self.send(client, b"x", "people.exe").status_code == 422
        assert self.send(client, b"x", "../people.jsonl").status_code == 422
        assert self.send(client, b"x", "people.xlsx").status_code == 422
        assert self.send(client, b"", "people.jsonl").status_code == 422
        assert self.send(client, b"x", who=ADMIN).status_code == 403
        assert self.send(client, b"x" * 20_000_001).status_code == 413

    def test_a_zip_that_unpacks_to_far_too_much(self, client):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("specialists.csv", b"0" * 300_000_000)
        assert self.send(client, packed.getvalue(), "people.zip").status_code == 422


def test_an_export_is_marked_and_on_record(client, store):
    asked = f"{V1}/exports/specialists?purpose=yearly+report&residence=AZE"
    assert client.post(asked, headers=REGISTRAR).text.count("\n") == 1
    answer = client.post(f"{V1}/exports/specialists?purpose=yearly+report", headers=REGISTRAR)
    mark, *people = map(json.loads, answer.text.splitlines())
    assert (mark["taken_by"], mark["purpose"], mark["specialists"]) == ("registrar", "yearly report", 2)
    assert [each["id"] for each in people] == ["s1", "s2"]
    last = list(store.record.events("s1"))[-1].entry
    assert (last.op, last.actor, last.purpose) == ("export", "registrar", "yearly report")
    assert list(store.record.faults()) == []


def test_an_analyst_takes_pseudonyms_away(client):
    answer = client.post(f"{V1}/exports/specialists?purpose=a+study", headers=ANALYST)
    mark, one = map(json.loads, answer.text.splitlines())
    assert mark["specialists"] == 1
    assert one["pseudonym"].startswith("p-")
    assert "s2" not in answer.text
    for refused, status in (("purpose=a+study&q=x", 403), ("", 422)):
        assert client.post(f"{V1}/exports/specialists?{refused}", headers=ANALYST).status_code == status
    assert client.post(f"{V1}/exports/specialists?purpose=mine", headers=as_("requester")).status_code == 403


def test_the_record_page_by_page(client, store):
    with store.writing("tester", "again") as writing:
        writing.put_specialists([PEOPLE[0].model_copy(update={"residence": "TUR"})])
    seen, link = [], f"{V1}/audit?limit=1"
    while link:
        answer = client.get(link, headers=ADMIN).json()
        seen += answer["items"]
        link = answer["next"]
    assert [(each["op"], each["id"]) for each in seen] == [("add", "s1"), ("add", "s2"), ("update", "s1")]
    only = client.get(f"{V1}/audit?specialist=s1&since=1", headers=ADMIN).json()["items"]
    assert only[0]["changed"][0]["field"] == "residence"
    assert client.get(f"{V1}/audit?specialist=nobody", headers=ADMIN).status_code == 404
    assert client.get(f"{V1}/audit?since=9223372036854775808", headers=ADMIN).status_code == 422
    assert client.get(f"{V1}/audit", headers=REGISTRAR).status_code == 403
    assert client.get(f"{V1}/audit/verification", headers=ADMIN).json()["whole"] is True
