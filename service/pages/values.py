"""Values in the sentences of the matcher: how each is spelled there, and how a page says it.

A place in a sentence, such as ``%(country)s`` or ``%(country_asked)s``, is named by its kind.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from matching import words as spelled
from registry import vocabulary
from registry.domain import CertificateLevel, EmployerType, EvidenceStatus, LanguageAbility, Role
from registry.vocabulary import CEFR
from service.pages.wording import Wording
from service.pages.words import N_

Say = Callable[[Wording, str], str]


@dataclass(frozen=True)
class Kind:
    """One kind of value: a regular expression for how it is spelled, and how it reads in a language."""

    spelling: str
    say: Say


DEGREES = {
    "early childhood education": N_("early childhood education"),
    "primary school": N_("primary school"),
    "lower secondary school": N_("lower secondary school"),
    "upper secondary school": N_("upper secondary school"),
    "post-secondary education": N_("post-secondary education"),
    "a short tertiary course": N_("a short tertiary course"),
    "a bachelor's degree": N_("a bachelor's degree"),
    "a master's degree": N_("a master's degree"),
    "a doctorate": N_("a doctorate"),
}
ABILITIES = {
    LanguageAbility.LISTENING: N_("listening"),
    LanguageAbility.READING: N_("reading"),
    LanguageAbility.SPEAKING: N_("speaking"),
    LanguageAbility.WRITING: N_("writing"),
}
# How a rule of a team is called beside its meaning.
RULES = {
    "women": N_("women"),
    "men": N_("men"),
    "per_organisation": N_("people of one organisation"),
    "per_nationality": N_("people of one nationality"),
    "lead_years": N_("experience of the lead"),
    "newcomers": N_("newcomers"),
    "budget": N_("budget"),
}
_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
# Letters that these alphabets make small in their own way.
_SMALL = {"az": {"I": "ı", "İ": "i"}, "tr": {"I": "ı", "İ": "i"}}


def _as_is(own: Wording, text: str) -> str:
    return text


def _number(own: Wording, text: str) -> str:
    digits = len(text.partition(".")[2])
    return own.number(float(text.replace(",", "")), digits)


def _day(own: Wording, text: str) -> str:
    return own.day(date.fromisoformat(text))


def _code(codes: Iterable[StrEnum]) -> Kind:
    """A code of the field in words."""
    known = {spelled.role(code): code for code in codes}
    return Kind(_any_of(known), lambda own, text: _inside(own, own.called(known[text])))


def _fixed(texts: Mapping[str, str]) -> Kind:
    """One of some words that have a translation."""
    return Kind(_any_of(texts), lambda own, text: own.say(texts[text]))


def _names(ids: Mapping[str, Any], name: Callable[[str], str]) -> Kind:
    """A term of a vocabulary by its English name."""
    known = {name(id): each for id, each in ids.items()}
    return Kind(_any_of(known), lambda own, text: str(known[text].label(own.language)))


def _together(one: Kind) -> Kind:
    """``a, b``."""

    def say(own: Wording, text: str) -> str:
        return ", ".join(one.say(own, each) for each in re.findall(one.spelling, text))

    return Kind(rf"(?:(?:{one.spelling})(?:, (?!$)|(?=$|[,;:]| \(same)))+", say)


def _either(one: Kind) -> Kind:
    """``a, b or c``."""

    def say(own: Wording, text: str) -> str:
        return own.either([one.say(own, each) for each in re.findall(one.spelling, text)])

    return Kind(rf"(?:{one.spelling})(?:(?:, | or )(?:{one.spelling}))*", say)


def _any_of(texts: Iterable[str]) -> str:
    """The longest first, for one name may begin another."""
    return "(?:" + "|".join(re.escape(each) for each in sorted(texts, key=len, reverse=True)) + ")"


def _inside(own: Wording, text: str) -> str:
    """A word as it stands within a sentence."""
    first = _SMALL.get(own.language, {}).get(text[:1], text[:1].lower())
    return first + text[1:]


@cache
def plain_kinds() -> Mapping[str, Kind]:
    """Every kind of value that is not a sentence itself; made when the first sentence is read."""
    country = _names(vocabulary.countries(), spelled.country)
    language = _names(vocabulary.languages(), spelled.language)
    competence = _names(vocabulary.competences(), spelled.skill)
    shared = Kind(f"(?:{country.spelling}|{competence.spelling})", _one_of(competence, country))
    abilities = {each.value: text for each, text in ABILITIES.items()}
    return {
        "count": Kind(r"\d+", _number),
        "number": Kind(_NUMBER, _number),
        "level": Kind(r"\d", _as_is),
        "year": Kind(r"\d{4}", _as_is),
        "day": Kind(r"\d{4}-\d\d-\d\d", _day),
        "cefr": Kind(_any_of(str(each) for each in CEFR), _as_is),
        "status": _code(EvidenceStatus),
        "role": _code(Role),
        "grade": _code(CertificateLevel),
        "employers": _either(_code(EmployerType)),
        "abilities": _either(_fixed(abilities)),
        "degree": _fixed(DEGREES),
        "rule": _fixed(RULES),
        "country": country,
        "countries": _together(country),
        "nationalities": _either(country),
        "language": language,
        "competence": competence,
        "competences": _together(competence),
        "shared": _together(shared),
        "module": Kind(_any_of(vocabulary.modules()), lambda own, text: own.module(text)),
        # Words that others wrote: titles, names, words of a mission.
        "mission": Kind(r".+ \(\d{4}\)", _as_is),
        "title": Kind(r".+", _as_is),
        "words": Kind(r"(?:(?![A-Z])\w)+(?:, (?:(?![A-Z])\w)+)*", _as_is),
        "person": Kind(r"[^:;]+", _as_is),
        "people": Kind(r"[^:;]+", _as_is),
        "id": Kind(r"\S+", _as_is),
        "organisation": Kind(r"(?!\d).+", _as_is),
    }


def _one_of(first: Kind, second: Kind) -> Say:
    def say(own: Wording, text: str) -> str:
        kind = first if re.fullmatch(first.spelling, text) else second
        return kind.say(own, text)

    return say
