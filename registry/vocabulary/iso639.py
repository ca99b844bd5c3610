"""Languages: ISO 639-3 codes, BCP 47, CLDR names, and which are close to which."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from registry.vocabulary.lookup import LANGS, Lookup, Names, by_name, locale, read_rows

# "Azerbaijani language", "Azərbaycan dili", "азербайджанский язык": the last word says nothing.
_TRAILING = {"language", "dili", "yazyk"}
_BCP47 = r"([a-z]{2,3})([-_][a-z0-9]{2,8})+"
# Some names are codes of other languages (Ga, Kom) or look like a tag (Oji-Cree): one word with a capital, or
# a second part as long as a script's that is none of the usual scripts.
_NAME_LIKE = r"[A-Z][a-z]+|[A-Za-z]{2,3}-(?!(?i:latn|cyrl|arab|hans|hant|hebr|armn|geor)\b)[A-Za-z]{4}"
# Codes that were withdrawn and still come with old files.
_FORMER = {"iw": "heb", "in": "ind", "ji": "yid", "mo": "ron", "ajp": "apc"}
# Where CLDR names a language by its place.
_NAMED_AS = {"prs": "fa_AF", "arb": "ar_001"}


@dataclass(frozen=True)
class Language:
    """A language; ``macrolanguage`` is the wider one that it belongs to (ISO 639-3), None when there is none."""

    code: str
    bcp47: str
    macrolanguage: str | None

    def label(self, lang: str = "en") -> str:
        """The CLDR name in an interface language, else our own, in English where that language has none."""
        return _label(self, lang) or _label(self, "en") or self.code


def _label(language: Language, lang: str) -> str:
    name = locale(lang).languages.get(_NAMED_AS.get(language.code, language.bcp47))
    return str(name or _own_labels().get((language.code, lang), ""))


@cache
def _own_labels() -> Mapping[tuple[str, str], str]:
    """Names by (code, interface language) of what CLDR does not name."""
    return {(row["iso639_3"], row["lang"]): row["name"] for row in read_rows("language_names.csv") if row["lang"]}


@cache
def languages() -> Mapping[str, Language]:
    """Every language that CLDR names in English, and further ones of the region, by ISO 639-3 code."""
    return {
        row["iso639_3"]: Language(row["iso639_3"], row["bcp47"], row["macrolanguage"] or None)
        for row in read_rows("languages.csv")
    }


@cache
def language_closeness(one: str, other: str) -> float:
    """How far one who speaks ``other`` is understood in ``one``, 0 to 1, the same both ways.

    A language and the macrolanguage it belongs to are 1, unless the table knows better (Dari for Persian). The
    table holds the figures of language_groups.csv pair by pair.
    """
    if one == other:
        return 1.0
    figure = _figures().get(frozenset((one, other)))
    if figure is not None:
        return figure
    members = languages()
    related = members[one].macrolanguage == other or members[other].macrolanguage == one
    return 1.0 if related else 0.0


@cache
def _figures() -> Mapping[frozenset[str], float]:
    rows = read_rows("language_closeness.csv")
    return {frozenset((row["one"], row["other"])): float(row["closeness"]) for row in rows}


class _Codes(Mapping[str, str]):
    """Codes as written: ISO 639-3, 639-2, 639-1, and BCP 47 tags by their first part."""

    def __init__(self) -> None:
        self._plain = dict(_codes())

    def __getitem__(self, term: str) -> str:
        tag = re.fullmatch(_BCP47, term)
        return self._plain[tag.group(1) if tag else term]

    def __iter__(self) -> Iterator[str]:
        return iter(self._plain)

    def __len__(self) -> int:
        return len(self._plain)


def _codes() -> Iterator[tuple[str, str]]:
    for row in read_rows("languages.csv"):
        for code in (row["bcp47"], row["iso639_2b"], row["iso639_3"]):
            if code:
                yield code, row["iso639_3"]
    yield from _FORMER.items()


@cache
def _names() -> Names:
    pairs = [(each.label(lang), each.code) for each in languages().values() for lang in LANGS]
    return by_name([*pairs, *((row["name"], row["iso639_3"]) for row in read_rows("language_names.csv"))])


class _NamesWithTrailing(Mapping[str, tuple[str, ...]]):
    """Names, found also with a trailing word for "language"."""

    def __getitem__(self, folded: str) -> tuple[str, ...]:
        found = _names().get(folded)
        if found:
            return found
        shorter, _, last = folded.rpartition(" ")
        if last in _TRAILING:
            return _names()[shorter]
        raise KeyError(folded)

    def __iter__(self) -> Iterator[str]:
        return iter(_names())

    def __len__(self) -> int:
        return len(_names())


language = Lookup(
    kind="language",
    expected="an ISO 639 or BCP 47 code or a language's name in en, az, ru or tr",
    codes=cache(_Codes),
    names=cache(_NamesWithTrailing),
    label=lambda code: languages()[code].label(),
    doubtful=lambda term: re.fullmatch(_NAME_LIKE, term) is not None,
)
