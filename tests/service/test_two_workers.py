"""Two worker processes over one pool, and writers beside them: no answer older than asked for, and none torn."""

import multiprocessing
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle

import httpx2
import pytest
import uvicorn

from matching import Index, recommend
from registry.store import Store
from service import live
from service.app import create_app
from tests.builders import a_mission, a_snapshot, a_specialist, skill
from tests.service.signed import as_, identified

WRITERS, EDITS = 3, 10
MISSION = a_mission(wish=(skill("BRD.IBM", 5),))
BODY = MISSION.model_dump(mode="json")
_FORK = multiprocessing.get_context("fork")


def pair(writer, level):
    """Two people who change together, in one revision."""
    return [a_specialist(f"w{writer}-{half}", skills={"BRD.IBM": level}) for half in ("a", "b")]


def score_of(level):
    (shortlist,) = recommend(MISSION, Index.build(a_snapshot(*pair(0, level))))
    return shortlist.recommendations[0].score


SCORES = {level: score_of(level) for level in range(1, 6)}


def serve(url, index_file, listening, stale):
    if stale:
        # The fault: whatever index there is passes for new.
        live._as_new = lambda index, position: True
    app = identified(create_app(Store.open(url), index_file=index_file))
    uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off")).run(sockets=[listening])


@contextmanager
def workers(url, folder, stale=False):
    """Addresses of two worker processes that share the file of the index."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
    running = [
        _FORK.Process(target=serve, args=(url, folder / "pool.index", each, stale), daemon=True) for each in sockets
    ]
    for each in running:
        each.start()
    try:
        yield [f"http://127.0.0.1:{each.getsockname()[1]}" for each in sockets]
    finally:
        for each in running:
            each.terminate()
            each.join()
        for each in sockets:
            each.close()


def faults(store, addresses):
    """What writers see that write, and then ask one worker after the other at the revision they have written."""

    def write_and_read(writer):
        wrong = []
        with httpx2.Client(headers=as_("planner"), timeout=60) as client:
            for edit, address in zip(range(EDITS), cycle(addresses)):
                level = 1 + (edit * 2 + writer) % 5
                with store.writing(f"w{writer}", "test") as writing:
                    writing.put_specialists(pair(writer, level))
                asked = {"X-Min-Revision": str(writing.revision or 0)}
                answer = client.post(f"{address}/api/v1/recommendations?top=50", json=BODY, headers=asked)
                wrong += seen_wrong(answer, writer, level, writing.revision or 0)
        return wrong

    with ThreadPoolExecutor(WRITERS) as pool:
        return [fault for found in pool.map(write_and_read, range(WRITERS)) for fault in found]


def seen_wrong(answer, writer, level, revision):
    if answer.status_code != 200:
        return [f"status {answer.status_code}"]
    (shortlist,) = answer.json()
    scores = {each["specialist"]: each["score"] for each in shortlist["recommendations"]}
    told = min(int(answer.headers["x-revision"]), shortlist["pool"]["revision"])
    torn = [id for id in scores if id.endswith("a") and scores[id] != scores.get(f"{id[:-1]}b")]
    wrong = [f"torn: {id}" for id in torn] + [f"revision {told} for {revision}"] * (told < revision)
    return wrong + [f"w{writer} as it was"] * (scores.get(f"w{writer}-a") != SCORES[level])


@pytest.mark.parametrize("stale", [False, True], ids=["as-it-is", "with-a-fault"])
def test_read_your_writes_across_workers(tmp_path, stale):
    url = f"sqlite:///{tmp_path / 'pool.db'}"
    with Store.create(url) as store:
        with store.writing("test", "test") as writing:
            writing.put_specialists([one for writer in range(WRITERS) for one in pair(writer, 1)])
        with workers(url, tmp_path, stale) as addresses:
            found = faults(store, addresses)
    if stale:
        assert any("as it was" in each for each in found)
    else:
        assert found == []


def test_a_torn_answer_would_be_seen():
    people = [{"specialist": "w0-a", "score": SCORES[2]}, {"specialist": "w0-b", "score": SCORES[3]}]
    answer = httpx2.Response(
        200, json=[{"pool": {"revision": 5}, "recommendations": people}], headers={"X-Revision": "5"}
    )
    assert seen_wrong(answer, 0, 2, 5) == ["torn: w0-a"]
    assert seen_wrong(answer, 0, 2, 6) == ["torn: w0-a", "revision 5 for 6"]
