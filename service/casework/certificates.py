"""A certificate from application to its end, moved by certifiers alone; the profile holds what is in force."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from secrets import choice
from typing import Any

from matching.shortlist import Answer
from registry.claims import Claim, found, put
from registry.domain import (
    Certificate,
    CertificateCase,
    CertificateLevel,
    CertificateState,
    CertificateStatus,
    Reason,
    StepTaken,
)
from registry.errors import NotFound
from registry.lifecycle import MACHINES, Context, Effect, Office, Step, certificate_state, expiry
from registry.store import Store, readers
from service.auth.who import Who
from service.casework import notices
from service.casework.acting import take
from service.casework.person import Person
from service.casework.record_of import KeptUp, kept_up, trainers_of
from service.errors import NotPossible

MACHINE = MACHINES["certificate"]
_SEEING_ALL = (Office.CERTIFIER, Office.REGISTRAR)
# Who knows a number knows one certificate: 16 signs of 32, so that nobody comes upon another by trying.
_SIGNS, _LENGTH = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", 16
# What stood before the first step.
_NEW = "new"
_ENDED = (CertificateState.EXPIRED, CertificateState.RENEWED, CertificateState.REVOKED)


class Moved(Answer):
    """A certificate after a step; ``warnings`` do not refuse it, and should be thought of."""

    case: CertificateCase
    state: CertificateState
    warnings: tuple[str, ...] = ()


class Vouched(Answer):
    """What anybody may know of a certificate whose number they hold; ``expires`` is the first day without it."""

    number: str
    holder: str
    module: str
    level: CertificateLevel
    issued: date
    expires: date
    state: CertificateState


@dataclass
class _Work:
    """One certificate inside a write transaction."""

    person: Person
    case: CertificateCase

    @property
    def on(self) -> date:
        return self.person.now.date()

    @property
    def state(self) -> CertificateState:
        return state_of(self.case, self.on)

    def keep(self, **changed: Any) -> None:
        """Change the case, and the row of the profile with it."""
        before = self.case.certificate
        self.case = self.case.model_copy(update=changed)
        self.person.writing.cases.put(self.case)
        if self.case.certificate != before:
            self.person.keep(_entered(self.person, before, self.case.certificate))


def state_of(case: CertificateCase, on: date) -> CertificateState:
    """Where a certificate stands on a day."""
    return certificate_state(case.certificate, on, renewed=case.renewed_by is not None)


def apply(store: Store, who: Who, now: datetime, module: str, level: CertificateLevel) -> Moved:
    """Apply for a certificate of a module; NotPossible while one of them is on its way or in force."""
    if who.specialist is None:
        raise NotPossible("only somebody with a profile of their own applies for a certificate")
    with store.writing(who.account, "apply for a certificate") as writing:
        person = Person.on(writing, who, now, who.specialist)
        _refuse_second(person, module, level)
        wanted = Certificate(module=module, level=level, status=CertificateStatus.APPLIED)
        case = _opened(person, wanted, "apply")
        person.keep(put(person.profile, wanted))
        return Moved(case=case, state=CertificateState.APPLIED)


def advance(
    store: Store,
    who: Who,
    now: datetime,
    id: str,
    event: str,
    reason: Reason | None = None,
    comment: str = "",
    passed: bool | None = None,
) -> Moved:
    """Take one step with a certificate: enrol, assess (``passed``), issue, renew, suspend, reinstate or revoke.

    NotFound when it is not theirs to see, IllegalStep, NotPossible.
    """
    with store.writing(who.account, f"certificate {event}") as writing:
        case = _seen(who, writing.cases.get(CertificateCase, id))
        work = _Work(Person.on(writing, who, now, case.specialist), case)
        if event == "assess" and passed is None:
            raise NotPossible("an assessment is passed or not: say which")
        taken = take(MACHINE, work.state, event, who, _context(work), reason, comment)
        _noted(work, taken, passed)
        for effect in taken.effects:
            if effect in _EFFECTS:
                _EFFECTS[effect](work)
        notices.of_certificate(work.person, _told_of(work), taken)
        return Moved(case=work.case, state=work.state, warnings=taken.warnings)


def cases(store: Store, who: Who, specialist: str | None = None, module: str | None = None) -> list[CertificateCase]:
    """The certificates that somebody may see: certifiers and registrars all, anybody else their own."""
    wanted = specialist if who.holds(*_SEEING_ALL) else who.specialist
    if wanted is None and not who.holds(*_SEEING_ALL):
        return []
    found = store.cases.find(CertificateCase, specialist=wanted)
    return [
        each for each in found if specialist in (None, each.specialist) and module in (None, each.certificate.module)
    ]


def case(store: Store, who: Who, id: str) -> CertificateCase:
    """One certificate; NotFound, also when it is not theirs to see."""
    return _seen(who, store.cases.get(CertificateCase, id))


def vouched(store: Store, number: str, on: date) -> Vouched:
    """What a number vouches for on a day; NotFound for any that was never given, or whose person is gone."""
    numbered = store.cases.find(CertificateCase, reference=number)
    held = numbered[0].certificate if numbered else None
    if held is None or held.issued is None:
        raise NotFound("certificate", number)
    return Vouched(
        number=number,
        holder=store.specialist(numbered[0].specialist).name.full,
        module=held.module,
        level=held.level,
        issued=held.issued,
        expires=expiry(held.issued, held.expires),
        state=state_of(numbered[0], on),
    )


def _seen(who: Who, case: CertificateCase) -> CertificateCase:
    if who.holds(*_SEEING_ALL) or (who.specialist is not None and case.specialist == who.specialist):
        return case
    raise NotFound("certificate", case.id)


def _opened(person: Person, certificate: Certificate, event: str, **more: Any) -> CertificateCase:
    """A new case with the first line of its diary."""
    line = _line(person, event, _NEW, certificate.status.value)
    made = CertificateCase(
        id=person.writing.cases.next_id(CertificateCase),
        specialist=person.profile.id,
        certificate=certificate,
        diary=(line,),
        **more,
    )
    person.writing.cases.add(made)
    return made


def _refuse_second(person: Person, module: str, level: CertificateLevel) -> None:
    """One of a module and level at a time; a renewal is a step of the one that there is."""
    undated = found(person.profile, Claim("certificates", module, level))
    if undated is not None and undated.status.value in (CertificateStatus.CLAIMED, CertificateStatus.EVIDENCED):
        raise NotPossible("your profile claims one of these without a day: give it its day of issue first")
    for each in person.writing.cases.find(CertificateCase, specialist=person.profile.id):
        same = (each.certificate.module, each.certificate.level) == (module, level)
        state = state_of(each, person.now.date())
        failed = state is CertificateState.ASSESSED and each.passed is False
        if same and state not in _ENDED and not failed:
            raise NotPossible(f"there is one of {module} as {level} already: {each.id} is {state}")


def _context(work: _Work) -> Context:
    """What the guards of a certificate may ask, told from the record of past work."""
    held, id = work.case.certificate, work.case.specialist
    past = readers.assignments_of(work.person.writing, id)
    since = held.issued or date.min
    kept: KeptUp = kept_up(past, id, held.module, since)
    return work.person.context(
        trainers=trainers_of(past, id, held.module),
        passed=work.case.passed,
        valid_until=None if held.issued is None else expiry(held.issued, held.expires),
        deliveries=kept.deliveries,
        refreshers=kept.refreshers,
        mean_appraisal=kept.mean_appraisal,
    )


def _noted(work: _Work, taken: Step, passed: bool | None) -> None:
    """Put a step into the diary; a state that the profile stores is stored."""
    line = _line(work.person, taken.event, taken.before, taken.after, taken.reason, taken.comment)
    changed: dict[str, Any] = {"diary": (*work.case.diary, line)}
    if taken.after in (CertificateState.IN_TRAINING, CertificateState.ASSESSED):
        changed["certificate"] = _with(work, status=CertificateStatus(taken.after))
    if taken.event == "assess":
        changed |= {"passed": passed, "assessor": work.person.who.account}
    work.keep(**changed)
    # Which states lapse it depends on the step, not on the effect.
    if Effect.LAPSE_CERTIFICATE in taken.effects:
        work.keep(certificate=_with(work, status=CertificateStatus(taken.after)))


def _enter(work: _Work) -> None:
    """Let a certificate count: a new one from today for its whole validity, one that was suspended again."""
    held = work.case.certificate
    if work.case.renewed_by is not None:
        return
    if held.issued is not None:
        work.keep(certificate=_with(work, status=CertificateStatus.ISSUED))
        return
    work.keep(certificate=_issued(work, work.on))


def _link(work: _Work) -> None:
    """Make the certificate that follows: valid from today, its years counted from the end of the one before."""
    held = work.case.certificate
    assert held.issued is not None, "only what was issued expires"
    new = _issued(work, max(work.on, expiry(held.issued, held.expires)))
    made = _opened(work.person, new, "renew", renews=work.case.id, passed=work.case.passed)
    work.person.keep(put(work.person.profile, new))
    work.keep(renewed_by=made.id)


def _issued(work: _Work, counted_from: date) -> Certificate:
    """A certificate from today, with a number that nobody can guess."""
    return _with(
        work,
        issued=work.on,
        expires=expiry(counted_from, None),
        number=f"RTCM-{work.on.year}-{''.join(choice(_SIGNS) for _ in range(_LENGTH))}",
        status=CertificateStatus.ISSUED,
    )


_EFFECTS: Mapping[Effect, Callable[[_Work], None]] = {Effect.LINK_CERTIFICATE: _link, Effect.ENTER_CERTIFICATE: _enter}


def _told_of(work: _Work) -> CertificateCase:
    """Whose number and days a letter tells: after a renewal those of the new one."""
    after = work.case.renewed_by
    return work.case if after is None else work.person.writing.cases.get(CertificateCase, after)


def _with(work: _Work, **changed: Any) -> Certificate:
    return work.case.certificate.model_copy(update=changed)


def _entered(person: Person, before: Certificate, after: Certificate) -> Any:
    """The profile with a certificate as it is now, in the place where it stood."""
    rows = tuple(after if each == before else each for each in person.profile.certificates)
    changed = rows if after in rows else (*rows, after)
    return person.profile.model_copy(update={"certificates": changed})


def _line(
    person: Person, event: str, before: str, after: str, reason: Reason | None = None, comment: str = ""
) -> StepTaken:
    return StepTaken(
        event=event,
        before=before,
        after=after,
        by=person.who.account,
        at=person.now,
        reason=reason,
        comment=comment or None,
    )
