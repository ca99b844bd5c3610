"""What each kind of mail needs to know: one class per kind, checked when the mail is queued, not when it is sent."""

from datetime import datetime
from typing import ClassVar

from pydantic import AwareDatetime

from registry.domain import (
    CertificateLevel,
    CertificateState,
    Fact,
    MailKind,
    Message,
    Mission,
    MissionState,
    Modality,
    Offer,
    OfferState,
    Reader,
    Reason,
    ReferralState,
    Role,
    Vetting,
)
from registry.domain.base import CountryCode, Day, Id, Line, ModuleId, Text


class Letter(Fact):
    """The facts that the words of one kind of mail stand around."""

    kind: ClassVar[MailKind]

    def to(
        self,
        reader: Reader,
        key: str,
        queued: datetime,
        not_before: datetime | None = None,
        not_after: datetime | None = None,
        about: str | None = None,
    ) -> Message:
        """The mail to be queued; ``key`` names what it tells of, so that it is queued once."""
        return Message(
            key=key,
            kind=self.kind,
            reader=reader,
            payload=self.model_dump(mode="json"),
            queued=queued,
            not_before=not_before,
            not_after=not_after,
            about=about,
        )


class SeatLetter(Letter):
    """A letter about one seat of a mission."""

    mission: Id
    title: Line
    seat: int
    role: Role
    countries: tuple[CountryCode, ...] = ()
    place: Line | None = None
    modality: Modality | None = None
    start: Day
    end: Day


class OfferLetter(SeatLetter):
    """A seat is held out, until ``expires``; goes with a calendar file and two links."""

    kind = MailKind.OFFER
    offer: Id
    expires: AwareDatetime


class ReminderLetter(OfferLetter):
    """The time to answer an offer runs out."""

    kind = MailKind.REMINDER


class ExpiredLetter(SeatLetter):
    """The time to answer an offer has passed."""

    kind = MailKind.EXPIRED


class WithdrawnLetter(SeatLetter):
    """An offer is taken back."""

    kind = MailKind.WITHDRAWN
    reason: Reason | None = None


class NotSelectedLetter(SeatLetter):
    """The seat went to somebody else, or is not filled at all; with thanks."""

    kind = MailKind.NOT_SELECTED


class ConfirmedLetter(SeatLetter):
    """Somebody who accepted is confirmed; goes with a calendar file. ``offer`` is the one that was accepted."""

    kind = MailKind.CONFIRMED
    offer: Id


class MissionLetter(Letter):
    """A mission has come to another state."""

    kind = MailKind.MISSION
    mission: Id
    title: Line
    state: MissionState
    comment: str | None = None


class AnswerLetter(SeatLetter):
    """An offer was answered, or its time passed."""

    kind = MailKind.ANSWER
    name: Line
    answer: OfferState
    reason: Reason | None = None


class ResetLetter(Letter):
    """A new password can be set by ``link``, which counts once and ends at ``expires``."""

    kind = MailKind.RESET
    link: Line
    expires: AwareDatetime


class StillTrueLetter(Letter):
    """Whether a profile is still true; ``confirmed_on`` is when it was last said."""

    kind = MailKind.STILL_TRUE
    specialist: Id
    confirmed_on: Day | None = None


class CertificateLetter(Letter):
    """A certificate is about to lapse; ``expires`` is the first day without it."""

    kind = MailKind.CERTIFICATE
    module: ModuleId
    level: CertificateLevel
    expires: Day


class MembershipLetter(Letter):
    """Where a member stands now: a state of vetting, or of referral."""

    kind = MailKind.MEMBERSHIP
    state: Vetting | ReferralState
    reason: Reason | None = None
    comment: Text | None = None


class CertificationLetter(Letter):
    """A certificate has come to another state; ``expires`` is the first day without it."""

    kind = MailKind.CERTIFICATION
    module: ModuleId
    level: CertificateLevel
    state: CertificateState
    number: Line | None = None
    expires: Day | None = None
    reason: Reason | None = None


class DigestLetter(Letter):
    """Several mails folded into one; they stand beside it in the outbox."""

    kind = MailKind.DIGEST


LETTERS: dict[MailKind, type[Letter]] = {
    each.kind: each
    for each in (
        OfferLetter,
        ReminderLetter,
        ExpiredLetter,
        WithdrawnLetter,
        NotSelectedLetter,
        ConfirmedLetter,
        MissionLetter,
        AnswerLetter,
        ResetLetter,
        StillTrueLetter,
        CertificateLetter,
        MembershipLetter,
        CertificationLetter,
        DigestLetter,
    )
}


def offer_letter(offer: Offer, mission: Mission, seat: int) -> OfferLetter:
    """The letter that holds out seat ``seat`` (from 1) of a mission."""
    return OfferLetter(**_seat(mission, seat), offer=offer.id, expires=offer.expires)


def reminder_letter(offer: Offer, mission: Mission, seat: int) -> ReminderLetter:
    """The letter that reminds of an open offer."""
    return ReminderLetter(**_seat(mission, seat), offer=offer.id, expires=offer.expires)


def expired_letter(mission: Mission, seat: int) -> ExpiredLetter:
    """The letter that an offer was not answered in time."""
    return ExpiredLetter(**_seat(mission, seat))


def withdrawn_letter(mission: Mission, seat: int, reason: Reason | None = None) -> WithdrawnLetter:
    """The letter that an offer is taken back."""
    return WithdrawnLetter(**_seat(mission, seat), reason=reason)


def not_selected_letter(mission: Mission, seat: int) -> NotSelectedLetter:
    """The letter that thanks somebody who did not get the seat."""
    return NotSelectedLetter(**_seat(mission, seat))


def confirmed_letter(offer: Offer, mission: Mission, seat: int) -> ConfirmedLetter:
    """The letter that somebody who accepted is confirmed."""
    return ConfirmedLetter(**_seat(mission, seat), offer=offer.id)


def answer_letter(
    mission: Mission, seat: int, name: str, answer: OfferState, reason: Reason | None = None
) -> AnswerLetter:
    """The letter to a planner that an offer was answered, by the specialist of this name."""
    return AnswerLetter(**_seat(mission, seat), name=name, answer=answer, reason=reason)


def mission_letter(mission: Mission, state: MissionState, comment: str | None = None) -> MissionLetter:
    """The letter that a mission has come to another state."""
    return MissionLetter(mission=mission.id, title=mission.title, state=state, comment=comment)


def _seat(mission: Mission, seat: int) -> dict[str, object]:
    return {
        "mission": mission.id,
        "title": mission.title,
        "seat": seat,
        "role": mission.seats[seat - 1].role,
        "countries": mission.host_countries,
        "place": mission.place,
        "modality": mission.modality,
        "start": mission.window.start,
        "end": mission.window.end,
    }
