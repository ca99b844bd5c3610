"""Builders of mails: a test says only what matters to it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from registry.domain import Mail, MailKind, MailState, Message, MissionState, Offer, OfferState, Reader, Reason
from service.mail import letters
from service.mail.composing import Composer, Letterhead
from service.mail.links import Signer
from tests.builders import a_mission

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
SIGNER = Signer("a secret of thirty-two characters")
COMPOSER = Composer(Letterhead("pool@rtcm.example", "https://rtcm.example", ZoneInfo("Asia/Baku"), SIGNER))


def a_reader(id: str = "ann", **facts: Any) -> Reader:
    """An account that reads English."""
    return Reader(**{"noun": "account", "id": id, "name": f"Test {id}", "address": f"{id}@reader.example", **facts})


def an_offer(id: str = "o1", expires: datetime = NOW + timedelta(days=7)) -> Offer:
    """An offer that was sent now."""
    return Offer(id=id, candidacy="c1", mission="m1", seat=1, specialist="s1", sent=NOW, expires=expires)


def every_letter(**facts: Any) -> dict[MailKind, letters.Letter]:
    """One letter of each kind, about a mission with these facts."""
    mission, offer = a_mission(**facts), an_offer()
    return {
        each.kind: each
        for each in (
            letters.offer_letter(offer, mission, 1),
            letters.reminder_letter(offer, mission, 1),
            letters.expired_letter(mission, 1),
            letters.withdrawn_letter(mission, 1, Reason.ROLE_CHANGED),
            letters.not_selected_letter(mission, 1),
            letters.confirmed_letter(offer, mission, 1),
            letters.mission_letter(mission, MissionState.RETURNED, "Please name the host.\r\nBcc: all@x.example"),
            letters.answer_letter(mission, 1, "Leyla Test", OfferState.DECLINED, Reason.PERSONAL),
            letters.ResetLetter(link="https://rtcm.example/reset#abc", expires=NOW + timedelta(hours=1)),
            letters.StillTrueLetter(specialist="s1", confirmed_on=date(2026, 8, 1)),
            letters.CertificateLetter(module="RTCM-M1", level="trainer", expires=date(2027, 1, 15)),
            letters.MembershipLetter(
                state="suspended", reason=Reason.UNDER_INQUIRY, comment="Until the inquiry is over."
            ),
            letters.CertificationLetter(
                module="RTCM-M1", level="trainer", state="issued", number="RTCM-2026-X", expires=date(2029, 11, 25)
            ),
            letters.DigestLetter(),
        )
    }


def a_message(key: str = "offer:o1", reader: Reader | None = None, letter: letters.Letter | None = None, **facts: Any):
    """An offer for ann, to be queued now."""
    letter = letter or letters.offer_letter(an_offer(), a_mission(), 1)
    return letter.to(reader or a_reader(), key, facts.pop("queued", NOW), **facts)


def a_mail(message: Message | None = None, number: int = 1) -> Mail:
    """A mail as the outbox gives it out."""
    return Mail(
        number=number,
        message=message or a_message(),
        message_id=f"<{number:040d}@rtcm-expert-pool>",
        state=MailState.TAKEN,
        attempts=1,
        repeats=0,
        due=NOW,
    )
