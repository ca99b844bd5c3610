"""A queued mail as the message that goes out: plain text and HTML in the reader's language, links, a calendar file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_gmt
from markupsafe import Markup

from registry import vocabulary
from registry.domain import Mail, Message
from service.mail.calendars import Entry, calendar_file
from service.mail.letters import (
    LETTERS,
    ConfirmedLetter,
    Letter,
    OfferLetter,
    ResetLetter,
    StillTrueLetter,
)
from service.mail.links import Link, Purpose, Signer
from service.mail.plain import all_plain, in_header, plain
from service.mail.voices import as_html, as_text, body_of, environment, subject_of

# How long the links may be used that end with no offer.
_STILL_TRUE_DAYS = 90
_DAILY_DAYS = 365
# Day before month and 24 hours, as everybody else in the network writes them.
_LOCALES = {"en": "en_GB", "az": "az", "ru": "ru", "tr": "tr"}


@dataclass(frozen=True)
class Letterhead:
    """Who writes, and where our pages are: ``public_url`` without a slash at its end, ``zone`` of the times told."""

    sender: str
    public_url: str
    zone: ZoneInfo
    signer: Signer


class Composer:
    """Turns mails into messages; the same mail gives the same words, headers and links each time."""

    def __init__(self, head: Letterhead) -> None:
        self._head = head
        filters: dict[str, Callable[..., str]] = {
            "day": _day,
            "moment": partial(_moment, head.zone),
            "where": _where,
        }
        self._text = environment(html=False, filters=filters)
        self._html = environment(html=True, filters=filters)

    def compose(self, mail: Mail, folded: Sequence[Mail] = ()) -> EmailMessage:
        """The message of a mail; ``folded`` are those that a digest holds."""
        message = mail.message
        language = message.reader.language
        text = self._rendered(self._text, message, folded)
        html = self._rendered(self._html, message, folded)
        letter = _letter(message)
        made = self._addressed(mail, in_header(subject_of(text), 200))
        made.set_content(as_text(body_of(text)))
        made.add_alternative(as_html(body_of(html), language, subject_of(text)), subtype="html")
        entry = _entry(letter, message)
        if entry is not None:
            made.add_attachment(
                calendar_file([entry]),
                maintype="text",
                subtype="calendar",
                filename="mission.ics",
                params={"method": "PUBLISH", "charset": "utf-8"},
            )
        return _with_boundaries(made, mail.message_id)

    def _addressed(self, mail: Mail, subject: str) -> EmailMessage:
        reader = mail.message.reader
        made = EmailMessage(policy=SMTP)
        made["From"] = Address("RTCM", addr_spec=self._head.sender)
        made["To"] = Address(in_header(reader.name, 100), addr_spec=reader.address)
        made["Subject"] = subject
        made["Date"] = mail.message.queued
        made["Message-ID"] = mail.message_id
        made["Content-Language"] = reader.language
        # Nobody's out-of-office notice shall answer (RFC 3834).
        made["Auto-Submitted"] = "auto-generated"
        return made

    def _rendered(self, voice: Any, message: Message, folded: Sequence[Mail]) -> str:
        language = message.reader.language
        words = voice.get_template(f"{language}/words.txt").module
        letter = _letter(message)
        rendered: str = voice.get_template(f"{language}/{message.kind}.txt").render(
            letter=all_plain(letter.model_dump()),
            name=plain(message.reader.name, 100),
            words=words,
            links=self._links(letter, message),
            folded=[self._part(voice, each) for each in folded],
            lang=language,
        )
        closing: str = voice.get_template(f"{language}/closing.txt").render(
            can_wait=not message.kind.urgent, links=self._links(letter, message)
        )
        return f"{rendered.strip()}\n\n{closing.strip()}"

    def _part(self, voice: Any, mail: Mail) -> dict[str, Any]:
        """One mail within a digest, in the language of the digest's reader: what it is about and what it says."""
        rendered = self._rendered(voice, mail.message, ())
        body = body_of(rendered).split("\n\n")
        # Without the greeting and the closing, which the digest has once.
        written = Markup if voice.autoescape else str
        own = slice(1, -2 if not mail.message.kind.urgent else -1)
        return {"subject": written(subject_of(rendered)), "paragraphs": [written(each) for each in body[own]]}

    def _links(self, letter: Letter, message: Message) -> dict[str, str]:
        """Every link that the words of a kind may need, by name."""
        reader = f"{message.reader.noun}:{message.reader.id}"
        found = {"home": self._head.public_url, "daily": self._link(_daily(reader, message.queued))}
        if isinstance(letter, OfferLetter):
            for answer in ("accept", "decline"):
                found[answer] = self._link(Link(Purpose.OFFER, letter.offer, answer, reader, letter.expires))
        if isinstance(letter, StillTrueLetter):
            ends = message.queued + timedelta(days=_STILL_TRUE_DAYS)
            found["confirm"] = self._link(Link(Purpose.STILL_TRUE, letter.specialist, "yes", reader, ends))
        if isinstance(letter, ResetLetter):
            found["reset"] = letter.link
        return found

    def _link(self, link: Link) -> str:
        return f"{self._head.public_url}/a/{self._head.signer.token(link)}"


def _letter(message: Message) -> Letter:
    return LETTERS[message.kind].model_validate(message.payload)


def _daily(reader: str, queued: datetime) -> Link:
    return Link(Purpose.DAILY, reader, "yes", reader, queued + timedelta(days=_DAILY_DAYS))


def _entry(letter: Letter, message: Message) -> Entry | None:
    """The mission as a calendar keeps it: open while it is held out, firm once it is confirmed."""
    if not isinstance(letter, OfferLetter | ConfirmedLetter):
        return None
    return Entry(
        id=f"offer-{letter.offer}",
        title=letter.title,
        start=letter.start,
        end=letter.end,
        changed=message.queued,
        place=_where(letter.model_dump(), message.reader.language),
        firm=isinstance(letter, ConfirmedLetter),
    )


def _where(letter: Mapping[str, Any], language: str) -> str:
    """Place and countries of a seat, in the language of the reader."""
    names = [vocabulary.countries()[code].label(language) for code in letter["countries"]]
    return ", ".join([*([letter["place"]] if letter["place"] else []), *names])


def _day(day: date, language: str) -> str:
    return format_date(day, "long", locale=_LOCALES[language])


def _moment(zone: ZoneInfo, at: datetime, language: str) -> str:
    """Day and time in a zone, with how far that is from UTC."""
    local, locale = at.astimezone(zone), _LOCALES[language]
    offset = get_timezone_gmt(local, "short", locale)
    return f"{format_date(local, 'long', locale)}, {format_time(local, 'short', locale=locale)} ({offset})"


def _with_boundaries(made: EmailMessage, message_id: str) -> EmailMessage:
    """Boundaries that follow from the mail, so that a repeat is the same message byte for byte."""
    for number, part in enumerate(each for each in made.walk() if each.is_multipart()):
        part.set_boundary(f"=_{message_id[1:33]}_{number}")
    return made
