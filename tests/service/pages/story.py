"""Missions in every state that pages show, over one pool."""

from datetime import timedelta

from registry.domain import AppraisalForm, Candidacy, Decision, Offer
from service.casework import candidacies, decisions, offers
from tests.builders import language, skill
from tests.service.pages.flow import Flow

TEAM = [
    {"role": "expert", "count": 1, "must": [skill("BRD.IBM", 2)], "wish": [language("rus", "C1")]},
    {"role": "trainer", "count": 1, "wish": [skill("BRD.IBM", 3)]},
]
# Whoever looks at what; ids are filled in by ``told``.
PAGES = {
    "requester": ["/requests", "/requests/listed", "/requests/returned", "/appraisals", "/appraisals/{form}"],
    "approver": [
        "/approvals",
        "/approvals/submitted",
        "/approvals/submitted/steps/reject",
        "/approvals/listed/amend",
        "/contests/{contest}",
        "/oversight",
    ],
    "planner": [
        "/missions/offered/staffing",
        "/missions/offered/staffing/people/{accepted}/confirm",
        "/missions/sourced/team",
        "/plan",
    ],
}


def told(flow: Flow) -> dict[str, str]:
    """A mission for each page; the ids of what stands in their addresses."""
    flow.asked("submitted", title="Border training, Tbilisi", description="Five days for sixteen officers.")
    flow.step("requester", "submitted", "submit")
    flow.asked("returned", title="Return policy advice, Baku")
    flow.step("requester", "returned", "submit")
    flow.step("approver", "returned", "return", comment="Which border posts are meant?")
    flow.sourced("sourced", title="Integrated border management, Astana", seats=TEAM)
    flow.listed("listed", "s1", "s2", "s3", title="Document checks, Chisinau")
    (decision,) = flow.store.cases.find(Decision, mission="listed")
    contest = decisions.contest(flow.store, flow.account("s2"), flow.gate.now(), decision.id, "I trained more often.")
    accepted = _offered(flow)
    return {"contest": contest.id, "accepted": accepted, "form": _reporting(flow)}


def _offered(flow: Flow) -> str:
    """A mission with somebody who accepted, an open offer, and somebody who waits; the candidacy that was accepted."""
    seats = [{"role": "trainer", "count": 2, "wish": [skill("BRD.IBM", 4)]}]
    flow.listed("offered", "s1", "s2", "s3", title="Training of trainers, Tashkent", seats=seats)
    _choose(flow, "offered")
    made = flow.store.cases.find(Offer, mission="offered", specialist="s1")[0]
    offers.accept(flow.store, flow.account("s1"), made.id, flow.gate.now())
    return made.candidacy


def _reporting(flow: Flow) -> str:
    """A mission whose work has ended; the appraisal that its requester is asked for."""
    day = flow.gate.now().date() + timedelta(days=1)
    window = {"start": day.isoformat(), "end": (day + timedelta(days=9)).isoformat()}
    flow.listed("over", "s2", title="Study visit, Ankara", window=window)
    _choose(flow, "over")
    made = flow.store.cases.find(Offer, mission="over")[0]
    who, now = flow.account("planner"), flow.gate.now
    offers.accept(flow.store, flow.account("s2"), made.id, now())
    index, sure = flow.app.state.live.index(), frozenset({"available", "without_conflict"})
    candidacies.advance(flow.store, index, who, now(), made.candidacy, "confirm", vouched=sure)
    flow.step("planner", "over", "staff")
    ready = flow.store.cases.get(Candidacy, made.candidacy).ready
    settled = ready.model_copy(update={"released": True, "travel": True, "inducted": True})
    candidacies.settle(flow.store, who, now(), made.candidacy, settled)
    flow.step("planner", "over", "make_ready")
    flow.wait(days=2)
    flow.step("planner", "over", "start")
    flow.step("planner", "over", "end_work")
    return flow.store.cases.find(AppraisalForm, account="requester")[0].id


def _choose(flow: Flow, mission: str) -> None:
    for each in flow.store.cases.find(Candidacy, mission=mission, states=["shortlisted"]):
        candidacies.select(flow.store, flow.account("requester"), flow.gate.now(), each.id)
    flow.step("planner", mission, "offer")
