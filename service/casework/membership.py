"""The four axes of membership: each step of a person in one transaction, and what may be done from here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from secrets import token_hex

from matching.shortlist import Answer
from registry import consents
from registry.consent_terms import IN_FORCE
from registry.consents import Purpose
from registry.domain import Axis, ConsentState, Reason, Referral, ReferralState, Specialist, Vetting, Window
from registry.lifecycle import MACHINES, Freshness, Machine, Office, Step, freshness, proposable
from registry.store import Store
from registry.store.accounts import give_profile
from service.auth.who import Who
from service.casework import notices
from service.casework.acting import take
from service.casework.person import Person, concerned
from service.errors import NotPossible

_APPLYING = (Vetting.SUBMITTED, Vetting.UNDER_REVIEW, Vetting.RETURNED)


@dataclass(frozen=True)
class Asked:
    """A step that somebody wants: of which axis, and what it asks for.

    ``purpose`` and ``terms`` belong to a consent; ``until`` ends a consent or a pause.
    """

    axis: Axis
    event: str
    reason: Reason | None = None
    comment: str = ""
    purpose: Purpose | None = None
    terms: str | None = None
    until: date | None = None


class MemberStanding(Answer):
    """Where somebody stands on the four axes; ``proposable`` on the day that was asked about."""

    specialist: str
    vetting: Vetting
    consents: dict[Purpose, ConsentState]
    referral: ReferralState
    paused_until: date | None
    freshness: Freshness
    confirmed_on: date | None
    restricted: bool
    proposable: bool


class LegalMemberStep(Answer):
    """A step that whoever asks can take with a person, as far as their office goes; ``about``: the purpose."""

    axis: Axis
    event: str
    about: Purpose | None
    leads_to: str
    asks: tuple[str, ...]
    reasons: tuple[Reason, ...]
    comment: bool


def standing(profile: Specialist, on: date) -> MemberStanding:
    """Where a profile stands on a day."""
    return MemberStanding(
        specialist=profile.id,
        vetting=profile.vetting,
        consents={purpose: _consent_state(profile, purpose, on) for purpose in Purpose},
        referral=profile.referral.state,
        paused_until=profile.referral.until,
        freshness=freshness(profile.confirmed_on, on),
        confirmed_on=profile.confirmed_on,
        restricted=profile.restricted,
        proposable=proposable(profile, Window(start=on, end=on)),
    )


def advance(store: Store, who: Who, now: datetime, id: str, asked: Asked) -> MemberStanding:
    """Take one step with a person. NotFound when they are not theirs to act on, IllegalStep, NotPossible."""
    concerned(store, who, id)
    with store.writing(who.account, _purpose(asked)) as writing:
        person = Person.on(writing, who, now, id)
        move(person, asked)
        return standing(person.profile, now.date())


def move(person: Person, asked: Asked) -> Step:
    """Take one step inside a transaction: the profile, the diary, and who is told."""
    if asked.axis is Axis.CLAIM:
        raise NotPossible("a claim is verified with its document, not stepped")
    if asked.axis is Axis.CONSENT and asked.purpose is None:
        raise NotPossible(f"say the purpose of the consent: one of {', '.join(Purpose)}")
    _refuse_day(person, asked)
    on = person.now.date()
    state = _state(person.profile, asked.axis, on, asked.purpose)
    context = person.context(terms_read=asked.terms == IN_FORCE)
    taken = take(_machine(asked.axis), state, asked.event, person.who, context, asked.reason, asked.comment)
    person.keep(_changed(person.profile, asked, taken, on))
    nominated = {"nominated_by": person.who.account} if taken.event == "nominate" else {}
    person.note(asked.axis, taken, asked.purpose, **nominated)
    notices.of_membership(person, taken)
    return taken


def steps(store: Store, who: Who, now: datetime, id: str) -> list[LegalMemberStep]:
    """What somebody can do with a person from here; NotFound when nothing of it is theirs to see."""
    profile = concerned(store, who, id)
    return list(_legal(profile, who, now.date()))


def applications(store: Store, states: tuple[Vetting, ...] = _APPLYING) -> list[Specialist]:
    """Who waits for a registrar, or stands at other states of vetting; by id."""
    with store.view() as view:
        return view.members(vetting=states)


def begin(store: Store, who: Who, profile: Specialist) -> None:
    """Enter a first profile as a draft, which becomes the own one of the account; NotPossible with a second one."""
    if who.specialist is not None:
        raise NotPossible("you have a profile already: change it there")
    with store.writing(who.account, "membership begin") as writing:
        if writing.known_specialists({profile.id}):
            raise NotPossible("somebody in the pool has this id already")
        writing.put_specialists([profile.model_copy(update={"vetting": Vetting.DRAFT})])
        give_profile(writing, who.account, profile.id)


def apply(store: Store, who: Who, now: datetime, profile: Specialist | None = None) -> MemberStanding:
    """Apply for admission: with the own profile, or with a first one, which becomes the own one of the account.

    NotPossible without any profile, and with a second one; IllegalStep when it was handed in before.
    """
    if who.specialist is not None:
        if profile is not None:
            raise NotPossible("you have a profile already: change it there, then apply")
        return advance(store, who, now, who.specialist, Asked(Axis.VETTING, "apply"))
    if profile is None:
        raise NotPossible("send the profile with which you apply")
    return _entered(store, _becoming(who, profile.id), now, profile, "apply")


def nominate(store: Store, who: Who, now: datetime, profile: Specialist) -> MemberStanding:
    """Propose somebody of the own organisation for admission; they confirm everything else themselves."""
    own = profile.model_copy(update={"organisation": who.organisation})
    return _entered(store, who, now, own, "nominate")


def new_id() -> str:
    """An id by chance for somebody who is new in the pool."""
    return f"p-{token_hex(6)}"


def _entered(store: Store, who: Who, now: datetime, profile: Specialist, event: str) -> MemberStanding:
    """Enter a new profile and take its first step; ``event`` is how it came."""
    with store.writing(who.account, f"membership {event}") as writing:
        writing.put_specialists([profile.model_copy(update={"vetting": Vetting.DRAFT})])
        if event == "apply":
            give_profile(writing, who.account, profile.id)
        person = Person.on(writing, who, now, profile.id)
        move(person, Asked(Axis.VETTING, event))
        return standing(person.profile, now.date())


def _becoming(who: Who, specialist: str) -> Who:
    """Whoever applies, as the specialist whom they become."""
    return Who(
        who.account, who.name, who.roles | {Office.SPECIALIST}, specialist, who.organisation, who.language, who.scopes
    )


def _purpose(asked: Asked) -> str:
    about = f" {asked.purpose}" if asked.purpose else ""
    return f"{asked.axis} {asked.event}{about}"


def _machine(axis: Axis) -> Machine:
    return MACHINES[axis.value]


def _consent_state(profile: Specialist, purpose: Purpose, on: date) -> ConsentState:
    """Where consent to one purpose stands on a day."""
    consent = getattr(profile.consent, purpose)
    if consent is None:
        return ConsentState.NEVER_GIVEN
    if consent.withdrawn is not None and consent.withdrawn <= on:
        return ConsentState.WITHDRAWN
    over = consent.until is not None and consent.until <= on
    return ConsentState.LAPSED if over else ConsentState.GIVEN


def _state(profile: Specialist, axis: Axis, on: date, purpose: Purpose | None) -> StrEnum:
    if axis is Axis.CONSENT and purpose is not None:
        return _consent_state(profile, purpose, on)
    if axis is Axis.REFERRAL:
        return profile.referral.state
    return freshness(profile.confirmed_on, on) if axis is Axis.FRESHNESS else profile.vetting


def _refuse_day(person: Person, asked: Asked) -> None:
    """An end lies ahead, and stands only where something can end."""
    if asked.until is None:
        return
    if asked.event not in ("give", "pause"):
        raise NotPossible(f"{asked.event} takes no last day")
    if asked.until <= person.now.date():
        raise NotPossible(f"expected a day after {person.now.date()} (found {asked.until})")


def _changed(profile: Specialist, asked: Asked, taken: Step, on: date) -> Specialist:
    """The profile after a step."""
    if asked.axis is Axis.VETTING:
        return profile.model_copy(update={"vetting": taken.after})
    if asked.axis is Axis.REFERRAL:
        until = asked.until if taken.after == ReferralState.PAUSED else None
        return profile.model_copy(update={"referral": Referral(state=ReferralState(taken.after), until=until)})
    if asked.axis is Axis.FRESHNESS:
        return profile.model_copy(update={"confirmed_on": on})
    assert asked.purpose is not None, "asked for before"
    if taken.after == ConsentState.GIVEN:
        return consents.given(profile, asked.purpose, IN_FORCE, on, asked.until)
    return consents.withdrawn(profile, asked.purpose, on)


def _legal(profile: Specialist, who: Who, on: date) -> Iterator[LegalMemberStep]:
    own = who.specialist == profile.id
    for axis in (Axis.VETTING, Axis.CONSENT, Axis.REFERRAL, Axis.FRESHNESS):
        for purpose in tuple(Purpose) if axis is Axis.CONSENT else (None,):
            for each in _machine(axis).steps(_state(profile, axis, on, purpose)):
                # What is the person's own is nobody else's, and the other way round.
                if not who.roles.isdisjoint(each.by) and own == (Office.SPECIALIST in each.by):
                    yield LegalMemberStep(
                        axis=axis,
                        event=each.event,
                        about=purpose,
                        leads_to=each.target,
                        asks=tuple(guard.sentence for guard in each.guards),
                        reasons=each.reasons,
                        comment=each.comment,
                    )
