"""Batches of missions over a real scheduler and two worker processes: equal to one process, whoever dies meanwhile."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from matching import DEFAULT, Index, recommend
from matching.errors import DamagedIndex
from registry.importing import import_missions
from registry.store import Store
from service import cli
from service.commands.demo import load_sample
from service.distributed import workers as spreading
from service.distributed.errors import SchedulerUnavailable
from service.distributed.files import shard_files
from service.distributed.spread import spread
from service.distributed.workers import workers_of
from tests.builders import a_snapshot
from tests.service.commands import ROOT, Ran

# Past missions asked again: few, since each needs an index of its own.
SHORT = ("--missions", 5, "--resamples", 100, "--on", "2026-11-25")
MISSIONS = sorted((ROOT / "registry/data/missions").glob("*.yaml"))


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def dask(kind: str, *arguments: object, folder: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *map(str, arguments), "--no-dashboard"]
    with (folder / f"{kind}.log").open("ab") as log:
        return subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)


@dataclass
class Cluster:
    """A scheduler and its workers, each a process of its own, over TCP."""

    address: str
    folder: Path
    processes: list["subprocess.Popen[bytes]"]
    refusal: str = ""

    def worker(self) -> "subprocess.Popen[bytes]":
        options = ("--no-nanny", "--nthreads", 1, "--local-directory", self.folder)
        started = dask("worker", self.address, *options, folder=self.folder)
        self.processes.append(started)
        self.expect("Starting worker compute stream", len(self.processes) - 1)
        return started

    def expect(self, line: str, times: int = 1) -> None:
        """Wait until the scheduler has said something so many times; a slow machine takes its time."""
        deadline, log = time.monotonic() + 90, self.folder / "scheduler.log"
        while log.read_text().count(line) < times:
            assert time.monotonic() < deadline, f"the scheduler never said: {line}"
            time.sleep(0.1)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    folder, port = tmp_path_factory.mktemp("dask"), free_port()
    scheduler = dask("scheduler", "--host", "127.0.0.1", "--port", port, "--no-show", folder=folder)
    found = Cluster(f"tcp://127.0.0.1:{port}", folder, [scheduler])
    try:
        found.refusal = refusal_without_workers(found)
        found.worker()
        yield found
    finally:
        for process in found.processes:
            process.kill()
        for process in found.processes:
            process.wait()


def refusal_without_workers(cluster: Cluster) -> str:
    """What is said as long as the scheduler is alone."""
    cluster.expect("Scheduler at")
    with pytest.MonkeyPatch.context() as shorter:
        shorter.setattr(spreading, "PATIENCE", 3.0)
        with pytest.raises(SchedulerUnavailable) as refused:
            spread(cluster.address, [], {}, Index.build(a_snapshot()), [], 10)
    return str(refused.value)


@pytest.fixture(scope="module")
def url(tmp_path_factory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('pool') / 'pool.db'}"
    with Store.create(url) as store:
        load_sample(store, 150, 11)
        import_missions(store, MISSIONS, actor="test")
    return url


@pytest.fixture(scope="module")
def pool(url):
    with Store.open(url) as store:
        return Index.build(store.snapshot()), list(store.missions())


@pytest.fixture
def run(url, monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("RTCM_DATABASE_URL", url)
    monkeypatch.chdir(tmp_path)

    def command(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["rtcm", *map(str, arguments)])
        code = 0
        try:
            cli.main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return command


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(
            ("recommend", "v01", "v02", MISSIONS[2], "--many", "--top", 7, "--format", "json"), id="recommend"
        ),
        pytest.param(("recommend", "v01", "v02", "--many", "--top", 7, "--format", "csv"), id="recommend-csv"),
        pytest.param(("plan", "--all", "--format", "json"), id="plan"),
        pytest.param(("evaluate", *SHORT, "--format", "json"), id="evaluate"),
    ],
)
def test_the_same_bytes_as_one_process(run, cluster, tmp_path, asked):
    alone = run(*asked)
    assert alone.code == 0, alone.err
    size = () if asked[0] == "evaluate" else ("--shard-size", 60)
    apart = run(*asked, "--scheduler", cluster.address, "--shards", tmp_path, *size)
    assert apart.code == 0, apart.err
    assert apart.out == alone.out
    # People stand in shards: nothing of them is left.
    assert [each.name for each in tmp_path.iterdir()] == []


def test_a_worker_that_is_killed_changes_nothing(cluster, pool, tmp_path):
    index, missions = pool
    many = [each.model_copy(update={"id": f"{each.id}-{n}"}) for n in range(12) for each in missions]
    second = cluster.worker()
    killed = threading.Timer(0.2, second.send_signal, (signal.SIGKILL,))
    with shard_files(index, tmp_path, 60) as files:
        killed.start()
        found = spread(cluster.address, many, {each.id: DEFAULT for each in many}, index, files, 10, seats_a_task=2)
        assert not killed.is_alive(), "the worker was to die before the work was done"
    assert second.wait() == -signal.SIGKILL
    alone = [one for each in many for one in recommend(each, index, DEFAULT, 10)]
    assert [each.model_dump_json() for each in found] == [each.model_dump_json() for each in alone]
    log = (cluster.folder / "scheduler.log").read_text()
    assert log.count("Remove worker addr") == 1


def test_a_worker_that_hands_over_late_is_waited_for(cluster):
    with workers_of(cluster.address) as workers, pytest.MonkeyPatch.context() as shorter:
        shorter.setattr(spreading, "PATIENCE", 0.001)
        assert workers.answers([workers.sent(bytes, 5_000_000)]) == [bytes(5_000_000)]


def test_what_goes_wrong_while_shards_are_used_is_no_fault_of_writing(tmp_path):
    with pytest.raises(TimeoutError), shard_files(Index.build(a_snapshot()), tmp_path, 60):
        raise TimeoutError
    assert os.listdir(tmp_path) == []


def test_a_shard_that_no_worker_sees_is_named(cluster, pool, tmp_path):
    index, missions = pool
    with pytest.raises(DamagedIndex, match=r"nowhere\.index"):
        spread(cluster.address, missions[:1], {missions[0].id: DEFAULT}, index, [tmp_path / "nowhere.index"], 10)


def test_a_scheduler_without_workers(cluster):
    assert cluster.refusal == f"{cluster.address}: the scheduler has no workers"


@pytest.mark.parametrize(
    ("asked", "silent"),
    [
        pytest.param(("recommend", "v01", "--many"), False, id="nobody-listens"),
        pytest.param(("recommend", "v01", "--many"), True, id="somebody-else-listens"),
        pytest.param(("plan", "--all"), False, id="plan"),
        pytest.param(("evaluate", *SHORT), False, id="evaluate"),
    ],
)
def test_no_scheduler_is_told_soon(run, tmp_path, asked, silent, monkeypatch):
    monkeypatch.setattr(spreading, "PATIENCE", 2.0)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        if silent:
            listening.listen()
        address = f"tcp://127.0.0.1:{listening.getsockname()[1]}"
        began = time.monotonic()
        ran = run(*asked, "--scheduler", address, "--shards", tmp_path)
    assert time.monotonic() - began < 60  # of a slow machine; a hang would last for ever
    assert ran.code == 1
    assert ran.err.strip().splitlines()[-1] == f"rtcm: {address}: no scheduler answers within 2 seconds"
    assert ran.out == ""
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["recommend", "v01", "v02"], "--many", id="several-without-many"),
        pytest.param(["recommend", "v01", "--scheduler", "tcp://127.0.0.1:1"], "--shards", id="no-folder"),
        pytest.param(["recommend", "v01", "--shards", "."], "--scheduler", id="no-scheduler"),
        pytest.param(
            ["recommend", "v01", "--scheduler", "http://x", "--shards", "."], "tcp://HOST:PORT", id="no-address"
        ),
        pytest.param(["recommend", "v01", "v02", "--many", "--seat", "1"], "--seat", id="a-seat-of-many"),
        pytest.param(["recommend", "v01", "--many", "--why-not", "x"], "--why-not", id="why-not-of-many"),
        pytest.param(
            ["recommend", "v01", "--stability", "5", "--scheduler", "tcp://127.0.0.1:1", "--shards", "."],
            "--stability",
            id="stability",
        ),
        pytest.param(["recommend", "v01", "v01", "--many"], "once", id="a-mission-twice"),
        pytest.param(["plan", "--all", "--scheduler", "http://x", "--shards", "."], "tcp://HOST:PORT", id="plan"),
        pytest.param(["evaluate", "--scheduler", "tcp://127.0.0.1:1"], "--shards", id="evaluate"),
        pytest.param(
            ["evaluate", "--gold", ".", "--scheduler", "tcp://127.0.0.1:1", "--shards", "."], "--gold", id="gold"
        ),
    ],
)
def test_wrong_usage(arguments, said, run):
    ran = run(*arguments)
    assert ran.code == 2
    assert said in " ".join(ran.err.split())
    assert ran.out == ""


def test_a_folder_that_is_not_there(run, cluster):
    ran = run("recommend", "v01", "--many", "--scheduler", cluster.address, "--shards", "nowhere")
    assert ran.code == 1
    assert "shards cannot be written to nowhere" in ran.err


def test_many_at_a_terminal(run):
    table = run("recommend", "v01", "v03", "--many", "--top", 2).out
    assert table.index("v01") < table.index("v03")
    assert (
        json.loads(run("recommend", "v01", "--many", "--top", 1, "--format", "json").out.splitlines()[0])["mission"]
        == "v01"
    )
