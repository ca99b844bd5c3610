"""Every page of every office on loopback: how long it takes, and how many bytes it sends.

    python -m benchmarks.pages --specialists 10000 --times 20

A pool of generated people, the real missions at several stages, an account in each office, and a real server. Each
office signs in by the form and follows the links that it is shown, so that pages are asked for by real ids. One line a
route: milliseconds at the client, p50 and p95 (so the way over loopback is in them), and the bytes of the answer as it
was sent, packed where the server packs. What is over the limits is marked, and routes that no link led to are listed.
"""

import argparse
import json
import re
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from io import StringIO
from itertools import chain
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx2
import numpy as np
from fastapi.routing import APIRoute
from starlette.routing import Match

from benchmarks.serving import ROOT, served
from registry.importing import import_missions
from registry.lifecycle import Office
from registry.store import Store
from service.commands.demo import load_sample
from service.commands.demo_accounts import add_demo_accounts
from service.pages.joining import ROUTERS

MOST_MS, MOST_BYTES = 100.0, 50_000
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
        folder = Path(kept)
        url = f"sqlite:///{folder}/pool.db"
        password = _prepared(url, asked.specialists)
        with served(url, folder, asked.workers) as address:
            found = []
            for one in chain.from_iterable(_by_office(address, each, password, asked.times) for each in _offices()):
                print(json.dumps(one.line()), flush=True)
                found.append(one)
    never = sorted({route.path for route in ROUTES} - {one.route for one in found})
    print(json.dumps({"never_reached": never}))
    sys.exit(any(one.status >= 400 for one in found))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--specialists", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=20, help="how often each page is asked for")
    parser.add_argument("--workers", type=int, default=2, help="processes of the server")
    return parser.parse_args()


def _offices() -> Sequence[str]:
    """Nobody signed in, then each office."""
    return ("", *(office.value for office in Office if office is not Office.CALENDAR))


def _prepared(url: str, specialists: int) -> str:
    """A pool with accounts and missions under way; the password of all accounts."""
    with Store.create(url) as store:
        load_sample(store, specialists, _SEED)
        import_missions(store, _MISSIONS, actor="benchmark")
        return add_demo_accounts(store, "sample-000001", StringIO())


def _by_office(address: str, office: str, password: str, times: int) -> Iterator[Asked]:
    """Every route that links lead an office to, asked for so many times after a first time that does not count."""
    with httpx2.Client(base_url=address, timeout=120, headers={"Accept-Encoding": "gzip"}) as client:
        if office:
            form = {"email": f"{office}@example.org", "password": password, "next": "/"}
            answer = client.post("/sign-in", data=form)
            if answer.status_code != 303:
                raise SystemExit(f"{office} cannot sign in: {answer.status_code}")
        for route, path in _reached(client).items():
            yield _measured(client, Asked(office or "nobody", route, path), times)


def _measured(client: httpx2.Client, asked: Asked, times: int) -> Asked:
    for _ in range(times):
        begin = time.perf_counter()
        answer = client.get(asked.path)
        asked.ms.append((time.perf_counter() - begin) * 1000)
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
