"""Many editors of one text with If-Match: what was acknowledged adds up. ``python -m tests.consistency.editors``."""

import argparse
import multiprocessing
import os
import random
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi.testclient import TestClient

from registry.domain import MissionCase
from registry.store import Store
from service.app import create_app
from service.casework import missions
from tests.builders import a_mission
from tests.consistency.crash import database
from tests.service.signed import as_, identified

_FORK = multiprocessing.get_context("fork")
_PATH = "/api/v1/missions/m1"
_LATE_SECONDS = 0.5


@dataclass(frozen=True)
class Told:
    """What came of it: edits that were acknowledged, what the text says at the end, refusals on the way."""

    acknowledged: int
    final: int
    stale: int


def counted(description: str) -> int:
    return int(description)


def edit(url: str, edits: int, careless: bool, told: "multiprocessing.Queue[tuple[int, int]]") -> None:
    """Add one to the number in the text, so many times; ``careless`` takes whatever version there is for its own."""
    if careless:
        # The fault: the version that the editor read is not looked at.
        missions.write = _whatever_version  # type: ignore[assignment]
    done, stale, dice = 0, 0, random.Random(os.getpid())
    with Store.open(url) as store, TestClient(identified(create_app(store)), headers=as_("requester")) as client:
        while done < edits:
            read = client.get(_PATH)
            text = read.json() | {"description": str(counted(read.json()["description"]) + 1)}
            # Long enough for somebody else to come between.
            time.sleep(0.002)
            answer = client.put(_PATH, json=text, headers={"If-Match": read.headers["etag"]})
            assert answer.status_code in (200, 412), answer.text
            done += answer.status_code == 200
            if answer.status_code == 412:
                stale += 1
                # Whoever was late lets others through, or all would mostly come too late.
                time.sleep(dice.uniform(0, _LATE_SECONDS))
    told.put((done, stale))


def _whatever_version(store, who, mission, expected):  # type: ignore[no-untyped-def]  # stands in for a function
    with store.writing(who.account, "write a mission") as writing:
        return writing.update_mission(mission, writing.version("mission", mission.id))


def run(url: str, editors: int, edits: int, careless: bool = False) -> Told:
    """Let so many processes make so many edits each, all of one mission."""
    with Store.create(url) as store:
        with store.writing("tester", "test") as writing:
            writing.put_missions([a_mission(description="0")])
            writing.cases.add(MissionCase(id="m1", requester="requester"))
        queue = _FORK.Queue()
        running = [_FORK.Process(target=edit, args=(url, edits, careless, queue)) for _ in range(editors)]
        for each in running:
            each.start()
        told = [queue.get(timeout=3_600) for _ in running]
        for each in running:
            each.join()
        final = counted(store.mission("m1").description or "")
    return Told(sum(done for done, _ in told), final, sum(stale for _, stale in told))


def main() -> int:
    """The long form."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], required=True)
    parser.add_argument("--editors", type=int, default=16)
    parser.add_argument("--edits", type=int, default=500)
    asked = parser.parse_args()
    began = datetime.now(UTC)
    with database(asked.database) as (url, _):
        told = run(url, asked.editors, asked.edits)
    seconds = (datetime.now(UTC) - began).total_seconds()
    print(
        f"{asked.database}: {told.acknowledged} acknowledged, {told.final} in the text, {told.stale} refused as stale"
    )
    print(f"{seconds:.0f} s")
    return 0 if told.acknowledged == told.final == asked.editors * asked.edits else 1


if __name__ == "__main__":
    sys.exit(main())
