"""Every page of every office on loopback: how long it takes, and how many bytes it sends.

    python -m benchmarks.pages --specialists 10000 --times 20

A pool of generated people, the real missions at several stages, an account in each office, and a real server. Each
office signs in by the form and follows the links that it is shown, so that pages are asked for by real ids. One line a
route: milliseconds at the client, p50 and p95 (so the way over loopback is in them), and the bytes of the answer as it
was sent, packed where the server packs. What is over the limits is marked, and routes that no link led to are listed.

With --alone the application answers within this process, and the milliseconds are those of the processor: for machines
that are busy with other work. --only measures some routes, --pool keeps a pool from one run to the next.
"""

import argparse
import gc
import json
import re
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from io import StringIO
from itertools import chain
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx2
import numpy as np
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from starlette.routing import Match

from benchmarks.serving import ROOT, served
from registry.importing import import_missions
from registry.lifecycle import Office
from registry.store import Store
from service.app import COLLECTED_AFTER, create_app
from service.auth.gate import Gate
from service.commands.demo import load_sample
from service.commands.demo_accounts import add_demo_accounts
from service.pages.joining import ROUTERS

MOST_MS, MOST_BYTES = 100.0, 50_000
Opened = Callable[[], httpx2.Client]
_SEED = 7
_MISSIONS = sorted((ROOT / "registry/data/missions").glob("*.yaml"))
_LINK = re.compile(r'\b(?:href|src)="([^"#]+)')
# Files to keep, not pages to look at; and what ends a session.
_FILES = re.compile(r"/rights/download/|\.(csv|xlsx|pdf|svg|json|docx|zip|ics)(\?|$)")
ROUTES = [
    route
    for router in ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute) and "GET" in (route.methods or ())
]


@dataclass
class Asked:
    """One route as one office sees it: the address that was found, and what each answer took and weighed."""

    office: str
    route: str
    path: str
    status: int = 0
    ms: list[float] = field(default_factory=list)
    sent: int = 0

    def line(self) -> dict[str, object]:
        """The figures as they are printed."""
        p50, p95 = (round(float(np.percentile(self.ms, share)), 1) for share in (50, 95))
        over = [name for name, is_over in (("ms", p95 > MOST_MS), ("bytes", self.sent > MOST_BYTES)) if is_over]
        told = {"office": self.office, "route": self.route, "path": self.path, "status": self.status}
        return {**told, "p50_ms": p50, "p95_ms": p95, "bytes": self.sent, "over": over}


def main() -> None:
    """Set up, ask, print; ends with 1 when a page fails."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="rtcm-pages-") as kept:
        folder = asked.pool or Path(kept)
        url = f"sqlite:///{folder}/pool.db"
        password = _password(url, folder / "password", asked.specialists)
        with _alone(url) if asked.alone else _on_loopback(url, folder, asked.workers) as opened:
            found = []
            for one in chain.from_iterable(_by_office(opened, each, password, asked) for each in _offices()):
                print(json.dumps(one.line()), flush=True)
                found.append(one)
    wanted = {route.path for route in ROUTES if any(part in route.path for part in asked.only)}
    never = sorted(wanted - {one.route for one in found})
    print(json.dumps({"never_reached": never}))
    sys.exit(any(one.status >= 400 for one in found))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--specialists", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=20, help="how often each page is asked for")
    parser.add_argument("--workers", type=int, default=2, help="processes of the server")
    parser.add_argument("--only", nargs="+", default=[""], help="measure the routes alone that contain one of these")
    parser.add_argument("--pool", type=Path, help="a folder in which the pool is made, or found from an earlier run")
    parser.add_argument("--alone", action="store_true", help="within this process, in milliseconds of the processor")
    return parser.parse_args()


@contextmanager
def _on_loopback(url: str, folder: Path, workers: int) -> Iterator[Opened]:
    """Browsers of a server with some workers."""
    with served(url, folder, workers) as address:
        yield lambda: httpx2.Client(base_url=address, timeout=120, headers={"Accept-Encoding": "gzip"})


@contextmanager
def _alone(url: str) -> Iterator[Opened]:
    """Browsers of the application in this process, which collects garbage as a server does."""
    gc.set_threshold(*COLLECTED_AFTER)
    with Store.open(url) as store:
        app = create_app(store, Gate(store, "http://testserver"))
        yield lambda: TestClient(app, follow_redirects=False)


def _offices() -> Sequence[str]:
    """Nobody signed in, then each office."""
    return ("", *(office.value for office in Office if office is not Office.CALENDAR))


def _password(url: str, note: Path, specialists: int) -> str:
    """The password of all accounts of a pool, which is made where it is not there yet."""
    if not note.exists():
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(_prepared(url, specialists))
    return note.read_text()


def _prepared(url: str, specialists: int) -> str:
    """A pool with accounts and missions under way; the password of all accounts."""
    with Store.create(url) as store:
        load_sample(store, specialists, _SEED)
        import_missions(store, _MISSIONS, actor="benchmark")
        return add_demo_accounts(store, "sample-000001", StringIO())


def _by_office(opened: Opened, office: str, password: str, asked: argparse.Namespace) -> Iterator[Asked]:
    """Every route that links lead an office to, asked for so many times after a first time that does not count."""
    clock = time.process_time if asked.alone else time.perf_counter
    with opened() as client:
        if office:
            form = {"email": f"{office}@example.org", "password": password, "next": "/"}
            answer = client.post("/sign-in", data=form)
            if answer.status_code != 303:
                raise SystemExit(f"{office} cannot sign in: {answer.status_code}")
        for route, path in _reached(client).items():
            if any(part in route for part in asked.only):
                yield _measured(client, Asked(office or "nobody", route, path), asked.times, clock)


def _measured(client: httpx2.Client, asked: Asked, times: int, clock: Callable[[], float]) -> Asked:
    for _ in range(times):
        begin = clock()
        answer = client.get(asked.path)
        asked.ms.append((clock() - begin) * 1000)
        asked.status, asked.sent = answer.status_code, answer.num_bytes_downloaded
    return asked


def _reached(client: httpx2.Client) -> dict[str, str]:
    """One address for each route, found by following links from all pages that need no id."""
    found: dict[str, str] = {}
    waiting = deque(route.path for route in ROUTES if "{" not in route.path)
    while waiting:
        path = waiting.popleft()
        route = _route_of(path)
        if route is None or route in found or _FILES.search(path):
            continue
        answer = client.get(path)
        # Pages of other offices turn people away, and some lead elsewhere.
        if answer.status_code != 200:
            continue
        found[route] = path
        waiting.extend(_links(answer.text, path) if "html" in answer.headers["content-type"] else ())
    return found


def _links(text: str, path: str) -> list[str]:
    """The addresses on a page that lead on within this host."""
    addresses = (urlsplit(urljoin(path, unescape(link))) for link in _LINK.findall(text))
    return [each.path + (f"?{each.query}" if each.query else "") for each in addresses if not each.netloc]


def _route_of(path: str) -> str | None:
    scope = {"type": "http", "method": "GET", "path": path.partition("?")[0]}
    return next((route.path for route in ROUTES if route.matches(scope)[0] is Match.FULL), None)


if __name__ == "__main__":
    main()
