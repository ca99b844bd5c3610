"""Sentences of the matcher in the reader's language: read by their pattern, said anew with their values."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from service.pages.sentences import TABLES, Forms
from service.pages.values import Kind, plain_kinds
from service.pages.wording import Wording

_PLACE = re.compile(r"%\((\w+)\)s")
# Sentences that are made of others: what stands between these, and the tables that they are from.
_LISTS = {"clauses": ("; ", tuple(TABLES)), "counts": (", ", ("tally",))}
_MOST = 65_536


@dataclass(frozen=True)
class Pattern:
    """One form of a sentence as a regular expression with a group for each value."""

    forms: Forms
    form: str

    @cached_property
    def words(self) -> str:
        """The longest run of letters that does not vary: whatever lacks it is not this sentence."""
        return max(_PLACE.split(self.form)[::2], key=len)

    @cached_property
    def spelling(self) -> re.Pattern[str]:
        """The expression; a sentence within may be anything, and is read by itself."""
        parts = _PLACE.split(self.form)
        texts = [re.escape(each) for each in parts[::2]]
        groups = [f"(?P<{name}>{_spelling(name)})" for name in parts[1::2]]
        return re.compile("".join(text + group for text, group in zip(texts, [*groups, ""], strict=True)))

    def values(self, sentence: str) -> dict[str, str] | None:
        """The values of a sentence that is of this pattern, as they are spelled."""
        found = self.spelling.fullmatch(sentence) if self.words in sentence else None
        values = found.groupdict() if found else None
        return values if values is not None and all(_reads(*each) for each in values.items()) else None


@dataclass(frozen=True)
class Read:
    """A sentence as it was read."""

    forms: Forms
    values: Mapping[str, str]

    def say(self, own: Wording) -> str:
        """The sentence in a language."""
        said = {name: _said(name, value, own) for name, value in self.values.items() if name != "count"}
        if isinstance(self.forms, str):
            return own.say(self.forms, **said)
        return own.say_many(*self.forms, int(self.values["count"]), **said)


def in_words(sentence: str, own: Wording) -> str:
    """A sentence of the matcher in a language; one that no pattern reads stays as it is, which a test rules out."""
    return _in_language(sentence, own.language, own)


def readings(sentence: str, tables: tuple[str, ...] = tuple(TABLES)) -> tuple[Read, ...]:
    """All the ways to read one sentence that is not a list of others."""
    return _readings(sentence, tables)


def clauses(sentence: str, between: str = "; ", tables: tuple[str, ...] = tuple(TABLES)) -> tuple[str, ...]:
    """A sentence as the most clauses that can all be read; none when there is no way to read it.

    What others wrote, a title for one, may hold the very sign that stands between clauses.
    """
    parts = sentence.split(between)
    for end in range(1, len(parts) + 1):
        first, rest = between.join(parts[:end]), between.join(parts[end:])
        if _readings(first, tables):
            others = clauses(rest, between, tables) if rest else ()
            if others or not rest:
                return (first, *others)
    return ()


@lru_cache(_MOST)
def _in_language(sentence: str, language: str, own: Wording) -> str:
    return _joined(sentence, "; ", tuple(TABLES), own)


def _joined(sentence: str, between: str, tables: tuple[str, ...], own: Wording) -> str:
    said = [_readings(each, tables)[0].say(own) for each in clauses(sentence, between, tables)]
    return between.join(said) if said else sentence


@lru_cache(_MOST)
def _readings(sentence: str, tables: tuple[str, ...]) -> tuple[Read, ...]:
    return tuple(_read(sentence, tables))


def _read(sentence: str, tables: tuple[str, ...]) -> Iterator[Read]:
    for table in tables:
        for pattern in _patterns(table):
            values = pattern.values(sentence)
            if values is not None:
                yield Read(pattern.forms, values)


@cache
def _patterns(table: str) -> tuple[Pattern, ...]:
    """A sentence with a plural has two."""
    return tuple(
        Pattern(forms, form)
        for forms in TABLES[table]
        for form in dict.fromkeys([forms] if isinstance(forms, str) else forms)
    )


def _kind(name: str) -> str:
    """``country`` for ``country_asked``."""
    return name.partition("_")[0]


def _spelling(name: str) -> str:
    kind = _kind(name)
    return ".+" if kind in TABLES or kind in _LISTS else _plain(kind).spelling


def _plain(kind: str) -> Kind:
    return plain_kinds()[kind]


def _reads(name: str, value: str) -> bool:
    """Whether a value that is a sentence itself can be read; others were spelled out in the expression."""
    kind = _kind(name)
    if kind in _LISTS:
        return bool(clauses(value, *_LISTS[kind]))
    return kind not in TABLES or bool(_readings(value, (kind,)))


def _said(name: str, value: str, own: Wording) -> str:
    kind = _kind(name)
    if kind in _LISTS:
        return _joined(value, *_LISTS[kind], own)
    return _readings(value, (kind,))[0].say(own) if kind in TABLES else _plain(kind).say(own, value)
