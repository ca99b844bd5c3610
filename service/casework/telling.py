"""Who is told what: mails that exist exactly when the step does that they tell of."""

from registry.accounts import Account
from registry.domain import (
    Candidacy,
    CandidacyState,
    MailKind,
    Mission,
    MissionState,
    Offer,
    OfferState,
    Reader,
    Specialist,
)
from registry.lifecycle import Effect, Office, Step
from registry.store import outbox, readers
from service.casework.work import Work
from service.mail import letters
from service.mail.letters import Letter

# Where somebody who was on the list, and got no seat, hears so with thanks.
_LET_GO = (CandidacyState.NOT_PROPOSED_FURTHER, CandidacyState.NOT_SELECTED)


def of_mission(work: Work, taken: Step, office: Office) -> None:
    """Tell the requester, or whoever plans it, that a mission has come to another state."""
    letter = letters.mission_letter(work.mission, MissionState(taken.after), taken.comment or None)
    known = work.case.requester if office is Office.REQUESTER else work.case.planner
    told = readers.account(work.writing, known)
    for account in [told] if told else readers.holders(work.writing, office):
        if account.id != work.who.account:
            _post(work, letter, _reader(account), f"mission:{work.case.id}:{len(work.case.diary)}:{account.id}")


def of_offer(work: Work, offer: Offer) -> None:
    """Hold an offer out to its specialist."""
    _to_specialist(work, offer, letters.offer_letter(offer, work.mission, offer.seat), "offer")


def of_reminder(work: Work, offer: Offer) -> None:
    """Remind its specialist of an open offer."""
    stamp = work.now.strftime("%Y%m%d%H%M")
    _to_specialist(work, offer, letters.reminder_letter(offer, work.mission, offer.seat), f"reminder:{stamp}")


def of_answer(work: Work, offer: Offer) -> None:
    """Tell the planner how an offer was answered; and the specialist when its time has passed."""
    if offer.state is OfferState.EXPIRED:
        _to_specialist(work, offer, letters.expired_letter(work.mission, offer.seat), "expired")
    planner = readers.account(work.writing, work.case.planner)
    if planner is None:
        return
    name = _profile(work, offer.specialist).name.full
    letter = letters.answer_letter(work.mission, offer.seat, name, offer.state, offer.reason)
    _post(work, letter, _reader(planner), f"answer:{offer.id}", about=offer.specialist)


def of_candidacy(work: Work, candidacy: Candidacy, taken: Step) -> None:
    """Tell a specialist of what becomes of their candidacy, from the offer on; before it only the end."""
    letter = _letter(work, candidacy, taken)
    reader = _specialist_reader(work, candidacy.specialist)
    if letter is not None and reader is not None:
        _post(work, letter, reader, f"candidacy:{candidacy.id}:{taken.after}", about=candidacy.specialist)


def _letter(work: Work, candidacy: Candidacy, taken: Step) -> Letter | None:
    mission: Mission = work.mission
    if candidacy.state in _LET_GO:
        listed = taken.before == CandidacyState.SHORTLISTED and work.case.state is not MissionState.SOURCING
        return letters.not_selected_letter(mission, candidacy.seat) if listed else None
    if Effect.TELL_SPECIALIST not in taken.effects:
        return None
    if candidacy.state is CandidacyState.CONFIRMED:
        (offer, *_) = reversed(work.offers(OfferState.ACCEPTED, candidacy=candidacy.id))
        return letters.confirmed_letter(offer, mission, candidacy.seat)
    if candidacy.state is CandidacyState.REVOKED:
        return letters.withdrawn_letter(mission, candidacy.seat, candidacy.reason)
    return None


def _to_specialist(work: Work, offer: Offer, letter: Letter, what: str) -> None:
    reader = _specialist_reader(work, offer.specialist)
    if reader is None:
        return
    message = letter.to(
        reader,
        f"{what}:{offer.id}",
        work.now,
        not_after=offer.expires if letter.kind in (MailKind.OFFER, MailKind.REMINDER) else None,
        about=offer.specialist,
    )
    outbox.put(work.writing, message)


def _post(work: Work, letter: Letter, reader: Reader, key: str, about: str | None = None) -> None:
    outbox.put(work.writing, letter.to(reader, key, work.now, about=about))


def _reader(account: Account) -> Reader:
    return Reader(noun="account", id=account.id, name=account.name, address=account.email, language=account.language)


def _specialist_reader(work: Work, specialist: str) -> Reader | None:
    """A specialist as a reader of mail, None where they have no account and so no address."""
    account = readers.account_of(work.writing, specialist)
    if account is None:
        return None
    return Reader(noun="specialist", id=specialist, name=account.name, address=account.email, language=account.language)


def _profile(work: Work, specialist: str) -> Specialist:
    (found,) = work.writing.stored_specialists({specialist})
    return found
