"""Membership: applications and nominations, the steps of the four axes, the terms of consent."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from matching.shortlist import Answer
from registry.accounts import Interface
from registry.consent_terms import IN_FORCE, sentence
from registry.consents import Purpose
from registry.domain import Axis, MemberStep, Reason, Vetting
from registry.domain.base import Line, Text
from registry.lifecycle import Office
from service.auth.access import IN_PERSON, SIGNED_IN, WhoDep, allow
from service.casework import membership, person
from service.casework.membership import Asked, LegalMemberStep, MemberStanding
from service.casework.profile import Sections, first_profile
from service.deps import NowDep, StoreDep

router = APIRouter(tags=["membership"])


class MemberStepBody(Answer):
    """One step of a person: its axis and event, and what the step asks for."""

    axis: Axis
    event: Line
    reason: Reason | None = None
    comment: Text = ""
    purpose: Purpose | None = Field(None, description="What the consent is for.")
    terms: Line | None = Field(None, description="The version of the terms that was read; giving consent needs it.")
    until: date | None = Field(None, description="First day on which a consent or a pause no longer holds.")


class Application(Answer):
    """An application for admission; ``profile`` by whoever has none yet."""

    profile: Sections | None = None


class Applicant(Answer):
    """Somebody who waits for a registrar."""

    specialist: str
    name: str
    organisation: str | None
    vetting: Vetting


class Terms(Answer):
    """What consent to each purpose means, in plain words; ``version`` goes with the consent."""

    version: str
    purposes: dict[Purpose, str]


@router.get("/terms", dependencies=[SIGNED_IN])
def get_terms(who: WhoDep, language: Interface | None = None) -> Terms:
    """The terms in force, in a language or in one's own."""
    told = language or who.language
    return Terms(version=IN_FORCE, purposes={purpose: sentence(purpose, told) for purpose in Purpose})


@router.get("/applications", dependencies=[allow(Office.REGISTRAR)])
def list_applications(
    store: StoreDep,
    state: Annotated[list[Vetting] | None, Query(description="States of vetting; without any, who waits.")] = None,
) -> list[Applicant]:
    """Who applied or was nominated, and waits for a registrar."""
    found = membership.applications(store, tuple(state)) if state else membership.applications(store)
    return [
        Applicant(specialist=each.id, name=each.name.full, organisation=each.organisation, vetting=each.vetting)
        for each in found
    ]


@router.post("/nominations", status_code=201, dependencies=[allow(Office.FOCAL_POINT)])
def nominate(body: Sections, store: StoreDep, who: WhoDep, now: NowDep) -> MemberStanding:
    """Propose somebody of your organisation for admission."""
    return membership.nominate(store, who, now, first_profile(membership.new_id(), body))


@router.post("/me/application", status_code=201, dependencies=[IN_PERSON])
def apply(body: Application, store: StoreDep, who: WhoDep, now: NowDep) -> MemberStanding:
    """Apply for admission, with your profile or with a first one."""
    profile = None if body.profile is None else first_profile(membership.new_id(), body.profile)
    return membership.apply(store, who, now, profile)


@router.get("/specialists/{id}/standing", dependencies=[SIGNED_IN])
def get_standing(id: str, store: StoreDep, who: WhoDep, now: NowDep) -> MemberStanding:
    """Where somebody stands today on the four axes."""
    return membership.standing(person.concerned(store, who, id), now.date())


@router.get("/specialists/{id}/steps", dependencies=[SIGNED_IN])
def list_steps(id: str, store: StoreDep, who: WhoDep, now: NowDep) -> list[LegalMemberStep]:
    """What you can do with a person from here, and what each step asks."""
    return membership.steps(store, who, now, id)


@router.post("/specialists/{id}/steps", dependencies=[SIGNED_IN])
def take_step(id: str, body: MemberStepBody, store: StoreDep, who: WhoDep, now: NowDep) -> MemberStanding:
    """Take one step with a person; 409 says what would be legal instead."""
    asked = Asked(body.axis, body.event, body.reason, body.comment, body.purpose, body.terms, body.until)
    return membership.advance(store, who, now, id, asked)


@router.get("/specialists/{id}/diary", dependencies=[allow(Office.REGISTRAR, Office.SPECIALIST)])
def get_diary(id: str, store: StoreDep, who: WhoDep) -> list[MemberStep]:
    """Every step of a member, the oldest first."""
    person.concerned(store, who, id)
    return person.diary(store, id)
