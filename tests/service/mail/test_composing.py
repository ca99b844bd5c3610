"""What mails say: every kind in every language, calendar files, and text of others that stays text."""

import email
import re
from datetime import date
from email.policy import SMTP

import pytest
from icalendar import Calendar
from jinja2 import UndefinedError
from pydantic import ValidationError

from registry.domain import MailKind, MissionState, OfferState, Reason, Role
from registry.lifecycle import MACHINES, Effect
from registry.vocabulary import LANGS
from service.mail import letters
from service.mail.composing import Composer
from service.mail.links import Purpose
from service.mail.plain import plain
from tests.builders import a_mission
from tests.service.mail.letters import COMPOSER, NOW, SIGNER, a_mail, a_message, a_reader, an_offer, every_letter

HOSTILE = 'Əli <script>alert(1)</script> & "co"'


def composed(kind: MailKind, language: str, **facts):
    letter = every_letter(**facts)[kind]
    folded = [a_mail(a_message("m", letter=every_letter()[MailKind.MISSION]), 2)] if kind is MailKind.DIGEST else []
    return COMPOSER.compose(a_mail(a_message("k", a_reader(language=language), letter)), folded)


def part(message, kind: str) -> str:
    return message.get_body((kind,)).get_content()


def tokens(text: str) -> list[str]:
    return re.findall(r"https://rtcm\.example/a/(\S+)", text)


@pytest.mark.parametrize("language", LANGS)
@pytest.mark.parametrize("kind", MailKind)
def test_every_kind_in_every_language(kind, language):
    message = composed(kind, language, title=HOSTILE.replace('"', "'"), place="Bakı")
    again = email.message_from_bytes(bytes(message), policy=SMTP)
    text, html = part(again, "plain"), part(again, "html")
    assert again["Subject"]
    assert again["To"] == "Test ann <ann@reader.example>"
    assert f'<html lang="{language}">' in html
    assert "<script" not in html
    assert tokens(text) == re.findall(r'href="https://rtcm\.example/a/([^"]+)"', html)
    assert not re.search(r"[{}]|Undefined|None", text)
    if language != "en":
        assert text != part(composed(kind, "en"), "plain")
    # Nothing here is sent without an event of the reader's own: there is no list to leave.
    assert again["List-Unsubscribe"] is None


def test_the_words_of_every_code_in_every_language():
    for language in LANGS:
        words = COMPOSER._text.get_template(f"{language}/words.txt").module
        for name, codes in {
            "roles": Role,
            "states": MissionState,
            "answers": OfferState,
            "modalities": letters.Modality,
            "levels": letters.CertificateLevel,
        }.items():
            assert set(getattr(words, name)) == {str(code) for code in codes}, (language, name)
        # The other reasons are of missions, members and certificates; no mail gives them.
        assert set(words.reasons) == {str(reason) for reason in list(Reason)[:13]}


def test_the_words_of_whatever_a_member_is_told():
    def told(*names):
        every = (each for name in names for each in MACHINES[name].transitions)
        return [each for each in every if Effect.TELL_SPECIALIST in each.effects]

    known = {
        "news": {str(each.target) for each in told("vetting", "referral")},
        "certifications": {str(each.target) for each in told("certificate")},
        "grounds": {str(reason) for each in told("vetting", "referral", "certificate") for reason in each.reasons},
    }
    for language in LANGS:
        words = COMPOSER._text.get_template(f"{language}/words.txt").module
        assert {name: set(getattr(words, name)) for name in known} == known, language


def test_an_offer_holds_its_links_and_its_dates():
    message = composed(MailKind.OFFER, "tr")
    text = part(message, "plain")
    assert "1 Haziran 2027" in text
    assert "2 Aralık 2026, 14:00 (+0400)" in text
    read = [SIGNER.read(token, NOW) for token in tokens(text)]
    assert [(link.purpose, link.id, link.answer, link.reader) for link in read] == [
        (Purpose.OFFER, "o1", "accept", "account:ann"),
        (Purpose.OFFER, "o1", "decline", "account:ann"),
    ]
    (attached,) = message.iter_attachments()
    (event,) = Calendar.from_ical(attached.get_content()).walk("VEVENT")
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2027, 6, 1), date(2027, 7, 1))
    assert (event["uid"], event["status"]) == ("offer-o1@rtcm-expert-pool", "TENTATIVE")


def test_a_repeat_is_the_same_mail_byte_for_byte():
    assert bytes(COMPOSER.compose(a_mail())) == bytes(Composer(COMPOSER._head).compose(a_mail()))


def test_a_digest_says_what_was_folded_in_html_and_text_once():
    folded = [
        a_mail(a_message(f"k{at}", letter=every_letter(title=f"Work <{at}> & more")[kind]), at)
        for at, kind in enumerate((MailKind.ANSWER, MailKind.CERTIFICATE, MailKind.STILL_TRUE))
    ]
    digest = a_mail(a_message("digest:1", letter=letters.DigestLetter()))
    message = COMPOSER.compose(digest, folded)
    text, html = part(message, "plain"), part(message, "html")
    assert message["Subject"] == "Messages of RTCM: 3"
    assert text.count("Dear Test ann") == 1
    assert text.count("Network of Experts") == 1
    assert "Work <0> & more" in text
    assert "Work &lt;0&gt; &amp; more" in html
    assert "&amp;lt;" not in html
    assert "&lt;a" not in html
    (link,) = (SIGNER.read(token, NOW) for token in tokens(text))
    assert link.purpose is Purpose.STILL_TRUE


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Ann\r\nBcc: all@x.example", id="line-ends"),
        pytest.param("Ann\x0b\x0c\x1c\x85\u2028\u2029Bcc: all@x.example", id="every-other-line-end"),
        pytest.param("Ann\x00\x1b[31m", id="control-signs"),
        pytest.param("Ann\u202etxt.exe\u2066", id="turned-around"),
        pytest.param("Ann\ud800", id="lone-surrogate"),
        pytest.param("<all@x.example>, everybody", id="looks-like-an-address"),
        pytest.param("=?utf-8?q?=0D=0ABcc=3A_all=40x.example?=", id="encoded-words"),
        pytest.param("", id="empty"),
        pytest.param("x" * 5_000, id="endless"),
        pytest.param("{{ links.accept }}{% include 'x' %}", id="template"),
    ],
)
def test_hostile_names_stay_text(name):
    """Where the domain would refuse a name, ``plain`` and ``in_header`` are the second wall.

    Without ``in_header`` the encoded words end the header: the email package writes what they hide as it is.
    """
    mail = a_mail()
    reader = mail.message.reader.model_copy(update={"name": name})
    payload = {**mail.message.payload, "title": plain(name, 300)}  # a Line, as the letter would have it
    message = mail.message.model_copy(update={"reader": reader, "payload": payload})
    sent = email.message_from_bytes(bytes(COMPOSER.compose(mail.model_copy(update={"message": message}))), policy=SMTP)
    assert set(sent.keys()) == set(COMPOSER.compose(mail).keys())
    assert [each.addr_spec for each in sent["To"].addresses] == ["ann@reader.example"]
    assert "\u202e" not in part(sent, "plain")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ann",
        "ann@",
        "@x.example",
        "a b@x.example",
        "a@x.example\r\nBcc: b@x.example",
        "a@x.example, b@x.example",
        "<a@x.example>",
        "a@[127.0.0.1]",
        "ə@x.example",
        "a@x..example",
        f"{'a' * 300}@x.example",
    ],
)
def test_addresses_that_are_none(address):
    with pytest.raises(ValidationError):
        a_reader(address=address)


def test_a_letter_without_its_facts_is_refused_when_it_is_queued():
    with pytest.raises(ValidationError):
        letters.OfferLetter(mission="m1", title="x", seat=1, role="expert", start="2027-01-01", end="2027-01-02")


def test_a_name_that_a_template_lacks_is_an_error():
    with pytest.raises(UndefinedError):
        COMPOSER._text.from_string("{{ letter.nothing }}").render(letter={})


def test_the_seat_is_told_as_the_mission_has_it():
    letter = letters.offer_letter(an_offer("o9"), a_mission(role="trainer"), 1)
    assert (letter.offer, letter.role, letter.countries) == ("o9", "trainer", ("AZE",))
