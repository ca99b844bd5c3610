"""The commands of the record on both databases: audit, rights, retention, backup, restore."""

import json
import re

import pytest

from matching import recommend
from registry.store import Store
from service.live import Live
from tests.builders import a_mission, a_specialist, an_assignment
from tests.service.commands import rtcm


@pytest.fixture
def url(database_url, monkeypatch):
    with Store.create(database_url) as store, store.writing("registrar", "first") as writing:
        writing.put_specialists(
            [a_specialist("ann", name={"given": "Aysəl", "family": "Şəkərçı"}), a_specialist("bob")]
        )
        writing.put_assignments([an_assignment(team=[{"specialist": "ann", "role": "trainer"}])])
        writing.put_missions([a_mission()])
    monkeypatch.setenv("RTCM_DATABASE_URL", database_url)
    monkeypatch.setenv("RTCM_ACTOR", "clerk")
    return database_url


@pytest.fixture
def run(url):
    """The real command in this process: the same entry, the same exit codes."""
    return rtcm


def listed(live):
    (shortlist,) = recommend(a_mission(), live.index())
    return [each.specialist for each in shortlist.recommendations]


def test_a_withdrawn_consent_and_a_restriction_hold_from_the_next_read(url, run):
    with Store.open(url) as store:
        live = Live(store)
        assert listed(live) == ["ann", "bob"]
        assert run("rights", "withdraw", "ann", "--purpose", "search").code == 0
        assert listed(live) == ["bob"]
        assert run("rights", "consent", "ann", "--purpose", "search", "--terms", "2027").code == 0
        assert listed(live) == ["ann", "bob"]
        assert run("rights", "restrict", "bob").code == 0
        assert listed(live) == ["ann"]
        assert run("recommend", "m1", "--why-not", "bob").out.startswith("(not shown) (bob)")
        assert run("rights", "restrict", "bob", "--lift").code == 0
        assert listed(live) == ["ann", "bob"]


def test_an_import_does_not_lift_a_restriction(url, run, tmp_path):
    run("export", "specialists", "--out", tmp_path / "people.jsonl")
    run("rights", "restrict", "bob")
    ran = run("import", "specialists", tmp_path / "people.jsonl")
    assert "2 unchanged" in ran.err
    with Store.open(url) as store:
        assert store.specialist("bob").restricted


def test_everything_about_me_in_one_request(run, tmp_path):
    ran = run("rights", "export", "ann", "--out", tmp_path / "ann")
    assert ran.code == 0, ran.err
    told = json.loads((tmp_path / "ann/dossier.json").read_text())
    assert (told["schema"], told["profile"]["name"]["family"]) == ("dossier/1", "Şəkərçı")
    assert json.loads((tmp_path / "ann/resume.json").read_text())["basics"]["name"] == "Aysəl Şəkərçı"
    document = (tmp_path / "ann/dossier.pdf").read_bytes()
    assert document.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in document
    assert "export specialist ann  (request of the person)" in run("audit", "show", "ann").out


def test_a_correction_shows_in_the_history(run, tmp_path):
    file = tmp_path / "ann.json"
    profile = a_specialist("ann", name={"given": "Aysəl", "family": "Yeni"})
    file.write_text(profile.model_dump_json(exclude_defaults=True))
    assert run("rights", "correct", "bob", file).code == 2
    assert run("rights", "correct", "ann", file).code == 0
    shown = run("audit", "show", "ann", "--since", 1).out
    assert "clerk: update specialist ann  (correction)" in shown
    assert '"family": "Şəkərçı"' in shown
    (entry,) = map(json.loads, run("audit", "show", "--since", 1, "--format", "json").out.splitlines())
    assert entry["changed"][0]["after"] == {"given": "Aysəl", "family": "Yeni"}
    assert run("rights", "correct", "ann", file).err == "Nothing to change\n"
    run("rights", "restrict", "ann")
    assert run("rights", "correct", "ann", file).err == "Nothing to change\n"


def test_an_erasure_asks_for_a_yes(url, run, tmp_path):
    asked = run("rights", "erase", "ann")
    assert (asked.code, "--yes" in asked.err) == (2, True)
    assert run("backup", tmp_path / "pool.rtcm").code == 0
    assert run("rights", "erase", "ann", "--yes").code == 0
    assert run("rights", "export", "ann", "--out", tmp_path / "ann").code == 2
    assert "erase specialist (erased)" in run("audit", "show").out
    assert re.fullmatch(r"[0-9a-f]{16}\n", run("rights", "tombstones").out)
    assert run("audit", "verify", "--facts").code == 0


def test_backup_and_restore(url, run, tmp_path):
    file, kept = tmp_path / "pool.rtcm", tmp_path / "tombstones"
    assert run("backup", file).code == 0
    run("rights", "erase", "ann", "--yes")
    kept.write_text(run("rights", "tombstones").out)
    refused = run("restore", file)
    assert (refused.code, "repeat with --yes" in refused.err) == (2, True)
    ran = run("restore", file, "--yes", "--tombstones", kept)
    assert ran.code == 0, ran.err
    assert "1 erased again" in ran.err
    assert run("audit", "verify", "--facts").code == 0
    assert run("restore", tmp_path / "none", "--yes").code == 2
    assert run("restore", file, "--yes", "--tombstones", tmp_path / "none").code == 2


def test_the_head_kept_elsewhere_tells_a_pool_that_went_back(url, run, tmp_path):
    run("backup", tmp_path / "pool.rtcm")
    run("rights", "restrict", "bob")
    head = run("audit", "head").out.strip()
    assert run("audit", "verify", "--head", head).code == 0
    run("restore", tmp_path / "pool.rtcm", "--yes")
    ran = run("audit", "verify", "--head", head)
    assert ran.code == 1
    assert "the chain was written anew" in ran.out
    assert run("audit", "verify", "--head", "nonsense").code == 2


def test_retention_shows_before_it_acts(url, run):
    with Store.open(url) as store, store.writing("registrar", "second") as writing:
        writing.put_specialists([a_specialist("cyd", vetting="draft"), a_specialist("dan")])
    day = ("--on", "2029-01-01")
    dry = run("retention", *day)
    assert "erase\tcyd\tunfinished applications" in dry.out
    assert "nothing was changed" in dry.err
    with Store.open(url) as store:
        assert store.count("specialist") == 4
    assert run("retention", "--apply", *day).code == 0
    with Store.open(url) as store:
        assert [each.id for each in store.specialists()] == ["ann", "bob", "dan"]
        *_, last = store.record.events()
        assert last.entry.purpose == "retention: unfinished applications"
    assert run("retention", *day).out == ""
