"""A small pool with something to do for every office, and a browser for whoever works there."""

import struct
import zlib
from contextlib import contextmanager

from fastapi.testclient import TestClient

from registry.claims import Claim
from registry.duplicates import find
from registry.sample import sample_pool
from registry.store import duplicates as deciding
from service.auth.who import Who
from service.casework import certificates, documents, membership
from service.casework.profile import Sections, first_profile
from tests.builders import a_specialist, an_assignment
from tests.service.auth.building import PASSWORD
from tests.service.casework.cast import cast, wanted

_MODULE = "RTCM-M1"


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def an_image():
    """A small grey PNG."""
    head = struct.pack(">IIBBBBB", 60, 40, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\x00" + b"\xc0" * 60 for _ in range(40)))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def a_house(url, sample=60):
    """Everybody of ``cast``, a generated pool beside them, and work for each office. Ids stand on the house."""
    house = cast(url)
    store, now = house.store, house.gate.now()
    blocks = list(sample_pool(sample, 7))
    counted = {"statistics": {"given": "2024-01-01"}, "search": {"given": "2024-01-01", "terms": "2024"}}
    with store.writing("tester", "test") as writing:
        for block in blocks:
            writing.put_specialists(block.specialists)
        writing.put_assignments([each for block in blocks for each in block.assignments])
        writing.put_specialists(
            [
                a_specialist("s8", name={"given": "Aydin", "family": "Numune"}, residence="AZE", consent=counted),
                a_specialist("s9", name={"given": "Айдын", "family": "Нумуне"}, residence="AZE", consent=counted),
            ]
        )
        writing.put_assignments(
            [an_assignment(module=_MODULE, title="A test training of M1", trainees=["s2", "s3"], competences=["BRD"])]
        )
    _applying(house, now)
    _certified(house, now)
    with store.writing("tester", "find duplicates") as writing:
        deciding.propose(
            writing, [each for each in find(store.snapshot(), 50.0, store.set_apart()) if each.first == "s8"]
        )
    _engaged(house)
    return house


def who(house, name):
    """Somebody as the functions of casework know them."""
    account = house.store.accounts.get(name)
    return Who(account.id, account.name, frozenset(account.roles), account.specialist, account.organisation)


def _applying(house, now):
    told = Sections.model_validate({"name": {"given": "Sample", "family": "Nominee"}, "residence": "GEO"})
    profile = first_profile("n1", told)
    membership.nominate(house.store, who(house, "focal"), now, profile)
    image = an_image()
    claim = Claim("skills", "BRD.IBM")
    documents.hand_in(house.store, who(house, "s1"), now, "s1", "diploma.png", image, claim)


def _certified(house, now):
    certifier = who(house, "certifier")
    case = certificates.apply(house.store, who(house, "s1"), now, _MODULE, "trainer").case
    house.waiting_case = certificates.apply(house.store, who(house, "s2"), now, _MODULE, "participant").case.id
    for event, passed in (("enrol", None), ("assess", True), ("issue", None)):
        certificates.advance(house.store, certifier, now, case.id, event, passed=passed)
    house.issued_case = case.id


def _engaged(house):
    house.ask("requester", "POST", "/missions", {"mission": wanted()}, 201)
    for name, event in (("requester", "submit"), ("approver", "approve"), ("planner", "source")):
        house.step(name, "m1", event)
    choose = [{"specialist": "s1", "reason": "the best"}]
    house.ask("planner", "POST", "/missions/m1/seats/1/decision", {"choose": choose}, 201)
    house.step("planner", "m1", "lock")
    house.ask("requester", "POST", "/candidacies/c1/selection", {})
    house.step("planner", "m1", "offer")


@contextmanager
def signed_in(house, name):
    """A browser of somebody, that follows nothing by itself."""
    headers = {"accept": "text/html", "sec-fetch-site": "same-origin"}
    with TestClient(house.client.app, base_url=house.gate.address, headers=headers, follow_redirects=False) as browser:
        entered = browser.post("/sign-in", data={"email": f"{name}@example.org", "password": PASSWORD})
        assert entered.status_code == 303, entered.text
        yield browser


# Who looks at what: every page of these offices that is read.
PAGES = {
    "registrar": [
        "/applications",
        "/applications?view=returned",
        "/members",
        "/members?q=айдын&vetting=admitted",
        "/members/new",
        "/members/n1",
        "/members/s1",
        "/members/n1/referral/block",
        "/members/s1/referral/block",
        "/members/s1/verify/skills/BRD.IBM",
        "/duplicates",
        "/duplicates/s8/s9",
    ],
    "certifier": [
        "/certifying",
        "/certifying?state=issued",
        "/certifying/cases/{issued}",
        "/certifying/cases/{issued}/suspend",
        "/certifying/sessions",
        "/certifying/sessions/new",
        "/certifying/outlook",
        "/certifying/lineage",
    ],
    "focal": ["/organisation", "/organisation/nominate"],
    "administrator": [
        "/accounts",
        "/accounts?office=planner",
        "/accounts/new",
        "/accounts/planner",
        "/accounts/planner/reset",
        "/settings",
        "/audit",
        "/mail",
        "/webhooks",
    ],
    "analyst": [
        "/explore",
        "/explore?group=BRD",
        "/explore/training",
        "/explore/network",
        "/explore/network/missions/m1",
        "/explore/fairness",
        "/explore/fairness?stage=assignment&by=employer_type",
        "/explore/funnel",
        "/explore/oversight",
    ],
}


def pages(house, name):
    """The addresses of somebody's pages."""
    return [path.replace("{issued}", house.issued_case) for path in PAGES[name]]
