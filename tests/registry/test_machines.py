"""Every state, who may leave it, and that nothing else is a step."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from registry.domain import Candidacy, Certificate, CertificateState, MissionState, Offer, Reason
from registry.errors import IllegalStep
from registry.lifecycle import (
    MACHINES,
    Context,
    Effect,
    Guard,
    Machine,
    Office,
    Transition,
    certificate_state,
    drawing,
    guards,
    offer_expiry,
    step,
)

REFERENCE = Path(__file__).parents[2] / "docs/reference"
NOON = datetime(2027, 6, 10, 12, tzinfo=UTC)
TODAY = NOON.date()

# Everything that can be told is told, and in favour; who acts is none of those whom it is about.
TOLD = Context(
    actor="somebody",
    requester="asker",
    specialist="s1",
    trainers=frozenset({"t1"}),
    on=TODAY,
    now=NOON,
    starts=TODAY,
    listed=True,
    list_current=True,
    selected=True,
    accepted=True,
    proposable=True,
    available=True,
    certified=True,
    without_conflict=True,
    released=True,
    travel=True,
    inducted=True,
    reported=True,
    expires=NOON + timedelta(hours=1),
    terms_read=True,
    consent_until=TODAY,
    paused_until=TODAY,
    confirmed_on=TODAY - timedelta(days=600),
    documented=True,
    passed=True,
    valid_until=TODAY,
    deliveries=2,
    mean_appraisal=3.5,
)
CONTEXTS = (
    TOLD,
    replace(TOLD, actor="asker"),
    replace(TOLD, actor="s1"),
    replace(TOLD, expires=NOON),
    Context(),
)
machines = pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES.keys())


def all_guards() -> list[Guard]:
    return [value for value in vars(guards).values() if isinstance(value, Guard)]


def ways(transition: Transition) -> Iterator[tuple[Context, Reason | None, str]]:
    """How a step can be asked for so that nothing is in its way."""
    reason = transition.reasons[0] if transition.reasons else None
    for context in CONTEXTS:
        if all(guard.holds(context) for guard in transition.guards):
            yield context, reason, "please add the dates"


def reached(machine: Machine) -> set[StrEnum]:
    found: set[StrEnum] = set(machine.initial)
    while more := {each.target for each in machine.transitions if each.source in found} - found:
        found |= more
    return found


@machines
def test_every_state_is_reachable(machine):
    assert reached(machine) == set(machine.states)


@machines
def test_only_ends_are_final(machine):
    assert set(machine.finals) == ENDS[machine.name]


ENDS = {
    "mission": {"closed", "rejected", "cancelled", "stood_down", "unfilled"},
    "candidacy": {
        *("completed", "not_proposed_further", "not_selected", "declined"),
        *("expired", "withdrawn", "revoked", "no_show", "curtailed"),
    },
    "offer": {"accepted", "declined", "expired", "revoked"},
    "vetting": {"refused", "removed"},
    "consent": set(),
    "referral": set(),
    "freshness": set(),
    "certificate": {"renewed", "revoked"},
}

# The chains as the field tells them; every pair must be a step.
CHAINS = {
    "mission": [
        "draft submitted approved sourcing shortlisted offered staffed ready in_progress reporting closed",
        "submitted returned submitted rejected",
    ],
    "candidacy": [
        "proposed considered shortlisted offered accepted confirmed deployed completed",
        "considered not_proposed_further",
        "shortlisted not_selected",
        "offered declined",
        "offered expired",
        "accepted withdrawn",
        "offered revoked",
        "confirmed no_show",
        "deployed curtailed",
    ],
    "offer": ["open accepted", "open declined", "open expired", "open revoked"],
    "vetting": [
        "draft submitted under_review returned under_review admitted suspended",
        "under_review refused",
        "admitted removed",
    ],
    "consent": ["never_given given withdrawn given lapsed"],
    "referral": ["open paused open blocked"],
    "freshness": ["unknown fresh due stale dormant fresh"],
    "certificate": [
        "applied in_training assessed issued expiring expired renewed",
        "issued suspended revoked",
        "issued revoked",
        "claimed verified",
    ],
}


@machines
def test_the_chains_of_the_field(machine):
    steps = {(each.source, each.target) for each in machine.transitions}
    for chain in CHAINS[machine.name]:
        states = chain.split()
        assert set(pairwise(states)) <= steps


@machines
def test_an_event_names_one_step_of_a_state(machine):
    named = [(each.source, each.event) for each in machine.transitions]
    assert len(named) == len(set(named))


def test_everything_that_has_a_name_is_used():
    steps = [each for machine in MACHINES.values() for each in machine.transitions]
    assert {reason for each in steps for reason in each.reasons} == set(Reason)
    assert {effect for each in steps for effect in each.effects} == set(Effect)
    assert {guard.name for each in steps for guard in (*each.guards, *each.advice)} == {g.name for g in all_guards()}
    # These two never move a state: they look, or look after accounts.
    assert {by for each in steps for by in each.by} == set(Office) - {Office.ANALYST, Office.ADMINISTRATOR}


@pytest.mark.parametrize("guard", all_guards(), ids=lambda guard: guard.name)
def test_a_guard_can_hold_and_unknown_never_does(guard):
    assert any(guard.holds(context) for context in CONTEXTS)
    assert not guard.holds(Context())
    assert guard.sentence


@machines
def test_every_pair_of_states_and_every_office(machine):
    """A step that is in the data can be taken; any other is refused in every context, with the legal ones named."""
    for state in machine.states:
        legal = [str(each) for each in machine.steps(state)]
        for target in machine.states:
            for by in Office:
                listed = [each for each in machine.steps(state, by) if each.target == target]
                if listed:
                    context, reason, comment = next(ways(listed[0]))
                    taken = step(machine, state, target, by, context, reason, comment)
                    assert (taken.before, taken.after, taken.effects) == (state, target, listed[0].effects)
                else:
                    for context in CONTEXTS:
                        with pytest.raises(IllegalStep) as refused:
                            step(machine, state, target, by, context, Reason.PERSONAL, "x")
                        assert list(refused.value.legal) == legal
                        assert all(each in str(refused.value) for each in legal)


@machines
def test_every_guard_reason_and_comment_is_asked(machine):
    for each in machine.transitions:
        context, reason, comment = next(ways(each))
        by = each.by[0]
        for guard in each.guards:
            with pytest.raises(IllegalStep, match=guard.sentence):
                step(machine, each.source, each.event, by, Context(), reason, comment)
        wrong = [None, *(set(Reason) - set(each.reasons))] if each.reasons else list(Reason)
        for other in wrong:
            with pytest.raises(IllegalStep, match="reason"):
                step(machine, each.source, each.event, by, context, other, comment)
        if each.comment:
            with pytest.raises(IllegalStep, match="comment"):
                step(machine, each.source, each.event, by, context, reason, "  ")


@given(st.data())
def test_random_walks_keep_to_the_data(data):
    machine = data.draw(st.sampled_from(list(MACHINES.values())))
    state = data.draw(st.sampled_from(machine.initial))
    for _ in range(data.draw(st.integers(1, 25))):
        to = data.draw(st.sampled_from(list(machine.states)))
        by, context = data.draw(st.sampled_from(list(Office))), data.draw(st.sampled_from(CONTEXTS))
        reason = data.draw(st.sampled_from([None, *Reason]))
        try:
            taken = step(machine, state, to, by, context, reason, "x")
        except IllegalStep:
            continue
        assert state not in machine.finals
        assert any(
            (each.source, each.target) == (state, to)
            and by in each.by
            and all(guard.holds(context) for guard in each.guards)
            and (reason in each.reasons if each.reasons else reason is None)
            for each in machine.transitions
        )
        state = taken.after


def test_what_a_refusal_says():
    own = replace(TOLD, actor="asker")
    with pytest.raises(IllegalStep) as refused:
        step(MACHINES["mission"], MissionState.SUBMITTED, "approve", Office.APPROVER, own)
    said = str(refused.value)
    assert said.startswith("mission submitted: approve by approver is refused, it asks: never by the requester")
    assert "reject (to rejected) by approver, never by the requester of the mission, with a reason (" in said
    with pytest.raises(IllegalStep, match="it is a step of approver"):
        step(MACHINES["mission"], MissionState.SUBMITTED, "approve", Office.PLANNER, TOLD)
    with pytest.raises(IllegalStep, match=r"no such step from closed.*nothing, it has ended"):
        step(MACHINES["mission"], MissionState.CLOSED, "approve", Office.APPROVER, TOLD)


def test_advice_warns_and_does_not_refuse():
    certificate = MACHINES["certificate"]
    taken = step(certificate, CertificateState.ASSESSED, "issue", Office.CERTIFIER, TOLD)
    assert taken.warnings == ()
    own = step(certificate, CertificateState.ASSESSED, "issue", Office.CERTIFIER, replace(TOLD, actor="t1"))
    assert own.warnings == ("preferably not for one's own trainee",)
    with pytest.raises(IllegalStep, match="never for themselves"):
        step(certificate, CertificateState.ASSESSED, "issue", Office.CERTIFIER, replace(TOLD, actor="s1"))


@pytest.mark.parametrize(
    ("facts", "holds"),
    [
        pytest.param({"deliveries": 2, "mean_appraisal": 3.5}, True, id="two-deliveries"),
        pytest.param({"deliveries": 1, "mean_appraisal": 5.0}, False, id="one-delivery"),
        pytest.param({"deliveries": 0, "refreshers": 1, "mean_appraisal": 3.5}, True, id="one-refresher"),
        pytest.param({"deliveries": 2, "mean_appraisal": 3.49}, False, id="mean-too-low"),
        pytest.param({"deliveries": 2, "mean_appraisal": None}, False, id="never-appraised"),
    ],
)
def test_kept_up(facts, holds):
    assert guards.KEPT_UP.holds(replace(TOLD, **facts)) == holds


@pytest.mark.parametrize(
    ("sent", "urgent", "holidays", "ends"),
    [
        pytest.param("2027-06-10T09:30+04:00", True, (), "2027-06-12T09:30+04:00", id="urgent-48-hours"),
        pytest.param("2027-06-10T09:30+04:00", False, (), "2027-06-17T09:30+04:00", id="thursday-over-a-weekend"),
        pytest.param("2027-06-12T09:30+04:00", False, (), "2027-06-18T09:30+04:00", id="sent-on-a-saturday"),
        pytest.param(
            "2027-06-10T09:30+04:00", False, (date(2027, 6, 15),), "2027-06-18T09:30+04:00", id="a-holiday-between"
        ),
    ],
)
def test_offer_expiry(sent, urgent, holidays, ends):
    expires = offer_expiry(datetime.fromisoformat(sent), urgent, holidays)
    assert expires.isoformat() == datetime.fromisoformat(ends).isoformat()
    assert (
        Offer(
            id="o1", candidacy="c1", mission="m1", seat=1, specialist="s1", sent=sent, expires=expires, urgent=urgent
        ).state
        == "open"
    )


@pytest.mark.parametrize(
    ("facts", "renewed", "state"),
    [
        pytest.param({"issued": "2026-01-01"}, False, "issued", id="in-force"),
        pytest.param({"issued": "2026-01-01", "expires": "2027-09-08"}, False, "expiring", id="90-days-left"),
        pytest.param({"issued": "2026-01-01", "expires": "2027-09-09"}, False, "issued", id="91-days-left"),
        pytest.param({"issued": "2024-06-10"}, False, "expired", id="three-years-are-over"),
        pytest.param({"issued": "2024-06-10"}, True, "renewed", id="renewed"),
        pytest.param({"issued": "2026-01-01", "status": "suspended"}, False, "suspended", id="suspended"),
        pytest.param({"issued": "2020-01-01", "status": "suspended"}, False, "expired", id="suspended-and-over"),
        pytest.param({"issued": "2020-01-01", "status": "revoked"}, False, "revoked", id="revoked-stays-revoked"),
        pytest.param({"status": "claimed"}, False, "claimed", id="claimed-without-days"),
    ],
)
def test_certificate_state(facts, renewed, state):
    held = Certificate(**{"module": "RTCM-M1", "status": "issued", **facts})
    assert certificate_state(held, TODAY, renewed) == state


def test_the_reference_is_what_the_data_give():
    written = drawing.written()
    for name, text in written.items():
        assert (REFERENCE / name).read_text(encoding="utf-8") == text, f"{name}: run make docs"
    assert {path.name for path in (REFERENCE / "lifecycle").iterdir()} == {f"{name}.svg" for name in MACHINES}
    fewer = replace(MACHINES["offer"], transitions=MACHINES["offer"].transitions[1:])
    assert drawing.drawing(fewer) != written["lifecycle/offer.svg"]


def test_a_candidacy_keeps_two_decisions_apart():
    referral = {"by": "planner-1", "on": "2027-01-01"}
    selection = {"by": "requester-1", "on": "2027-01-05", "reason": "other_chosen"}
    found = Candidacy(
        id="c1", mission="m1", seat=1, specialist="s1", state="not_selected", referral=referral, selection=selection
    )
    assert (found.referral.by, found.selection.by, found.selection.reason) == (
        "planner-1",
        "requester-1",
        Reason.OTHER_CHOSEN,
    )


@pytest.mark.parametrize(
    ("sent", "expires"),
    [
        pytest.param("2027-06-10T09:30+04:00", "2027-06-10T05:30Z", id="ends-as-it-is-sent"),
        pytest.param("2027-06-10T09:30", "2027-06-12T09:30", id="no-zone"),
    ],
)
def test_an_offer_that_cannot_be(sent, expires):
    with pytest.raises(ValidationError):
        Offer(id="o1", candidacy="c1", mission="m1", seat=1, specialist="s1", sent=sent, expires=expires)
