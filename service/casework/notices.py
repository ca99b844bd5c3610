"""What a person is told of their membership and certificates: mails that exist exactly when the step does."""

from registry.domain import CertificateCase, CertificateState, Reader, ReferralState, Vetting
from registry.lifecycle import Effect, Step
from registry.store import outbox, readers
from service.casework.person import Person
from service.mail.letters import CertificationLetter, Letter, MembershipLetter


def of_membership(person: Person, taken: Step) -> None:
    """Tell a person of a step of their membership, where the step says so."""
    if Effect.TELL_SPECIALIST in taken.effects:
        state = (Vetting if taken.machine == "vetting" else ReferralState)(taken.after)
        letter = MembershipLetter(state=state, reason=taken.reason, comment=taken.comment or None)
        _post(person, letter, f"membership:{person.case.id}:{len(person.case.diary)}")


def of_certificate(person: Person, case: CertificateCase, taken: Step) -> None:
    """Tell a person of a step of a certificate, where the step says so."""
    if Effect.TELL_SPECIALIST in taken.effects:
        held = case.certificate
        letter = CertificationLetter(
            module=held.module,
            level=held.level,
            state=CertificateState(taken.after),
            number=held.number,
            expires=held.expires,
            reason=taken.reason,
        )
        _post(person, letter, f"certification:{case.id}:{held.module}:{len(case.diary)}:{taken.after}")


def _post(person: Person, letter: Letter, what: str) -> None:
    """Queue a letter for a person; without an account of their own they have no address."""
    account = readers.account_of(person.writing, person.profile.id)
    if account is not None:
        reader = Reader(
            noun="specialist",
            id=person.profile.id,
            name=account.name,
            address=account.email,
            language=account.language,
        )
        key = f"{what}:{account.id}:{person.now.isoformat(timespec='milliseconds')}"
        outbox.put(person.writing, letter.to(reader, key, person.now, about=person.profile.id))
