"""Commands as processes: the console script and ``python -m service``, beside the same command in this process."""

import subprocess
import sys
from pathlib import Path

import pytest

from registry.store import Store
from tests.builders import a_mission, a_specialist
from tests.service.commands import ROOT, Ran, process, rtcm

SCRIPT = Path(sys.executable).with_name("rtcm")
NOWHERE = "postgresql+psycopg://nobody@127.0.0.1:1/none"


@pytest.fixture(scope="module")
def url(tmp_path_factory) -> str:
    """A pool of one with a mission."""
    url = f"sqlite:///{tmp_path_factory.mktemp('pool') / 'pool.db'}"
    with Store.create(url) as store, store.writing("tester", "test") as writing:
        writing.put_specialists([a_specialist("s1", name={"given": "Aysəl", "family": "Şəkərçı"})])
        writing.put_missions([a_mission()])
    return url


def script(*arguments: str, cwd: Path) -> Ran:
    """The console script, as it was installed."""
    done = subprocess.run([SCRIPT, *arguments], cwd=cwd, capture_output=True, text=True, check=False)
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        pytest.param(0, ["recommend", "m1", "--format", "csv"], id="answered"),
        pytest.param(0, ["export", "missions", "--out", "missions.jsonl"], id="written-into-the-folder"),
        pytest.param(2, ["recommend", "none"], id="refused"),
        pytest.param(2, ["recommend", "m1", "--tpo", "3"], id="no-such-option"),
    ],
)
def test_a_command_says_the_same_in_a_process_of_its_own(code, arguments, url, tmp_path, monkeypatch):
    monkeypatch.setenv("RTCM_DATABASE_URL", url)
    here, there = (tmp_path / name for name in ("here", "there"))
    here.mkdir()
    there.mkdir()
    ran = rtcm(*arguments, cwd=here)
    assert ran.code == code
    assert ran == script(*arguments, cwd=there)
    assert [each.read_bytes() for each in here.iterdir()] == [each.read_bytes() for each in there.iterdir()]


def test_a_module_that_is_run_is_the_same_command():
    ran = process("audit", "head", url=NOWHERE)
    assert ran == rtcm("audit", "head", url=NOWHERE)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("rtcm: the database")


def test_a_reader_that_stops_early_is_no_fault():
    command = f"{sys.executable} -m service policy | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith("#")
    assert "Traceback" not in done.stderr
