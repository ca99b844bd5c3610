"""Load on loopback: a pool, some workers, and clients that recommend, read and write side by side.

One JSON line per kind of request: how many, how many a second, p50 and p99 in milliseconds, and how many failed (any
status of 400 and more, or no answer at all). Every writer has a specialist of its own, so a conflict is a failure too.
"""

import argparse
import json
import random
import tempfile
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import numpy as np

from benchmarks.serving import ROOT, served
from registry.accounts import Account, Token
from registry.importing import read_mission
from registry.lifecycle import Office
from registry.store import Store
from service.auth.opaque import digest, new_secret
from service.commands.demo import load_sample

MISSIONS = sorted((ROOT / "registry/data/missions").glob("*.yaml"))
# Of a hundred requests so many recommend, so many read; the others write.
RECOMMEND, READ = 50, 40
COUNTRIES = ("AZE", "GEO", "TUR", "KAZ", "UZB")
V1 = "/api/v1"


@dataclass
class Taken:
    """Seconds by kind of request, and what failed."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failed: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, other: "Taken") -> None:
        """Take in what another client took."""
        for kind, seconds in other.seconds.items():
            self.seconds[kind] += seconds
            self.failed[kind] += other.failed[kind]


def main() -> None:
    """Set up, ask for so long, print the figures."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="rtcm-load-") as folder:
        url = f"sqlite:///{folder}/pool.db"
        secret = _prepared(url, asked.specialists)
        with served(url, Path(folder), asked.workers) as address:
            until = time.monotonic() + asked.seconds
            with ThreadPoolExecutor(asked.clients) as pool:
                found = pool.map(lambda n: _client(address, secret, n, asked.specialists, until), range(asked.clients))
                taken = Taken()
                for each in found:
                    taken.add(each)
    for kind in sorted(taken.seconds):
        print(json.dumps(_line(kind, taken, asked.seconds)))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--specialists", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=300)
    return parser.parse_args()


def _prepared(url: str, specialists: int) -> str:
    """A pool with generated people and an account; the secret of its token."""
    secret, now = new_secret(), datetime.now(UTC)
    account = Account(id="load", email="load@example.org", name="Load", roles=(Office.PLANNER, Office.REGISTRAR))
    token = Token(id="", account="load", name="load", scopes=("read", "write"), made=now, ends=now + timedelta(days=1))
    with Store.create(url) as store:
        load_sample(store, specialists, 7)
        store.accounts.add(account, None, "load", "benchmark")
        store.accounts.tokens.add(digest(secret), token, "load", "benchmark")
    return secret


def _client(address: str, secret: str, number: int, specialists: int, until: float) -> Taken:
    """Ask until the time is over; which requests, and in which order, is drawn by the number of the client."""
    chance, taken = random.Random(number), Taken()
    bodies = [read_mission(file).model_dump(mode="json", by_alias=True) for file in MISSIONS]
    own = f"{V1}/specialists/sample-{number + 1:06}"
    headers = {"Authorization": f"Bearer {secret}"}
    with httpx2.Client(base_url=address, headers=headers, timeout=60) as client:
        tag = client.get(own).headers["etag"]
        while time.monotonic() < until:
            draw = chance.randrange(100)
            kind = "recommend" if draw < RECOMMEND else "read" if draw < RECOMMEND + READ else "write"
            begin = time.perf_counter()
            try:
                if kind == "recommend":
                    answer = client.post(f"{V1}/recommendations", json=chance.choice(bodies))
                elif kind == "read":
                    answer = client.get(_read(chance, specialists))
                else:
                    change = {"residence": chance.choice(COUNTRIES)}
                    answer = client.patch(own, json=change, headers={"If-Match": tag})
                    tag = answer.headers.get("etag", tag)
                failed = answer.status_code >= 400
            except httpx2.TransportError:
                failed = True
            taken.seconds[kind].append(time.perf_counter() - begin)
            taken.failed[kind] += failed
    return taken


def _read(chance: random.Random, specialists: int) -> str:
    """A profile, or a part of the list."""
    if chance.random() < 0.5:
        return f"{V1}/specialists/sample-{chance.randint(1, specialists):06}"
    return f"{V1}/specialists?residence={chance.choice(COUNTRIES)}&language=rus:B2"


def _line(kind: str, taken: Taken, seconds: float) -> dict[str, object]:
    own = np.array(taken.seconds[kind]) * 1000
    return {
        "kind": kind,
        "requests": len(own),
        "per_second": round(len(own) / seconds, 1),
        "p50_ms": round(float(np.percentile(own, 50)), 2),
        "p99_ms": round(float(np.percentile(own, 99)), 2),
        "failed": taken.failed[kind],
    }


if __name__ == "__main__":
    main()
