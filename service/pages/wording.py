"""Dates, numbers and names as a language writes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from registry import vocabulary
from service.locale import words
from service.pages.words import CRITERIA, EVIDENCE, USUAL, WEIGHTS, name

# Of days and numbers, most are written again and again; so many are remembered.
_REMEMBERED = 10_000
# Languages whose i keeps its dot as a capital.
_DOTTED = frozenset({"az", "tr"})


@dataclass(frozen=True)
class Wording:
    """Everything that reads differently in another language."""

    language: str

    @property
    def locale(self) -> Locale:
        """The rules of CLDR."""
        return _locale(self.language)

    def say(self, text: str, **parts: object) -> str:
        """A text in this language, ``%(name)s`` in it filled."""
        found = words(self.language).gettext(text)
        return found % parts if parts else found

    def say_many(self, one: str, many: str, count: int, **parts: object) -> str:
        """A text in the plural form that goes with ``count``, which fills ``%(count)s``."""
        found = words(self.language).ngettext(one, many, count)
        return found % {"count": self.number(count), **parts}

    def called(self, code: Enum | str) -> str:
        """The word for a code of the field: a state, a role, a reason, a criterion, a grade of evidence."""
        if isinstance(code, Enum):
            return self.say(name(code))
        return self.say(CRITERIA.get(code) or EVIDENCE[code])

    def weights(self, policy: str | None) -> str:
        """How the weights of a policy are called; the name itself where others made it, the usual ones for None."""
        return self.say(WEIGHTS[policy]) if policy in WEIGHTS else policy or self.say(USUAL)

    def day(self, day: date) -> str:
        """A day with the month in letters, as a sentence has it."""
        return _day(day, "d MMM y", self.language)

    def last_day(self, end: date) -> str:
        """The last day of something that ends before a day."""
        return self.day(end - timedelta(days=1))

    def days(self, start: date, end: date) -> str:
        """From one day to another."""
        return f"{self.day(start)} – {self.day(end)}"

    def month(self, day: date) -> str:
        """A month, short, and its year."""
        return _day(day, "MMM y", self.language)

    def short_month(self, day: date) -> str:
        """A month alone, short; January with its year."""
        return _day(day, "y" if day.month == 1 else "MMM", self.language)

    def long_month(self, day: date) -> str:
        """A month in full, and its year."""
        return _day(day, "LLLL y", self.language)

    def weekdays(self) -> list[tuple[str, str]]:
        """(short, in full) names of the days of the week, Monday first."""
        short, full = (self.locale.days["stand-alone"][width] for width in ("abbreviated", "wide"))
        return [(str(short[place]), str(full[place])) for place in range(7)]

    def instant(self, instant: datetime) -> str:
        """A day and the time of day, in UTC, which it says."""
        return f"{format_datetime(instant, 'd MMM y, HH:mm', locale=self.locale)} UTC"

    def number(self, number: float, digits: int | None = None) -> str:
        """A number; ``digits`` after the point, as many as there are up to three unless said."""
        pattern = None if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
        return _decimal(number, pattern, self.language)

    def percent(self, share: float, digits: int = 0) -> str:
        """A share of 1 in hundredths."""
        pattern = self.locale.percent_formats[None].pattern
        if digits:
            pattern = pattern.replace("##0", "##0." + "0" * digits)
        return str(format_percent(share, pattern, locale=self.locale))

    def together(self, words: Sequence[str]) -> str:
        """Words as a list in a sentence: a, b and c."""
        return str(format_list(list(words), locale=self.locale)) if words else ""

    def either(self, words: Sequence[str]) -> str:
        """Words as a choice in a sentence: a, b or c."""
        return str(format_list(list(words), style="or", locale=self.locale)) if words else ""

    def country(self, code: str) -> str:
        """A country by its ISO 3166-1 alpha-3 code, as CLDR names it."""
        return vocabulary.countries()[code].label(self.language)

    def language_name(self, code: str) -> str:
        """A language by its ISO 639-3 code, as CLDR names it."""
        return vocabulary.languages()[code].label(self.language)

    def language_title(self, code: str) -> str:
        """A language where it stands by itself: with a capital, which CLDR leaves to whoever writes."""
        name = self.language_name(code)
        first = "İ" if name[0] == "i" and self.language in _DOTTED else name[0].upper()
        return first + name[1:]

    def language_tag(self, code: str) -> str:
        """The tag by which browsers know a language (BCP 47), from its ISO 639-3 code."""
        return vocabulary.languages()[code].bcp47

    def competence(self, id: str) -> str:
        """A competence by its id in the taxonomy."""
        return vocabulary.competences()[id].label(self.language)

    def module(self, id: str) -> str:
        """The title of a training module by its id."""
        return vocabulary.modules()[id].label(self.language)

    def by_name(self, codes: Mapping[str, str]) -> list[tuple[str, str]]:
        """(code, name) in the order of the names."""
        return sorted(codes.items(), key=lambda each: vocabulary.fold(each[1]))


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)


@lru_cache(_REMEMBERED)
def _day(day: date, pattern: str, language: str) -> str:
    return str(format_date(day, pattern, locale=_locale(language)))


@lru_cache(_REMEMBERED)
def _decimal(number: float, pattern: str | None, language: str) -> str:
    return str(format_decimal(number, pattern, locale=_locale(language)))


@cache
def wording(language: str) -> Wording:
    """The wording of a language; one for each."""
    return Wording(language)
