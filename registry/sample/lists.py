"""The word lists of the sample pool (registry/data/sample_*.csv) as tables to draw from."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from registry import vocabulary
from registry.sample.dice import Table
from registry.vocabulary import CEFR
from registry.vocabulary.lookup import listed, read_rows
from registry.vocabulary.taxonomy import own_labels

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """What somebody works on: the competences that hang together, and who employs such people."""

    name: str
    weight: float
    women: float
    employers: Table[str]
    education: tuple[str, ...]
    modules: tuple[str, ...]
    rtcm_module: str
    agency: str
    near: tuple[str, ...]
    competences: Table[str]


@dataclass(frozen=True, slots=True, eq=False)
class Country:
    """Where somebody comes from: names, languages, subjects, and where else they work.

    ``in_text`` is the name with its article, ``people`` gives (naming culture, first language), ``others``
    (language, usual CEFR level 1 to 6).
    """

    code: str
    name: str
    in_text: str
    capital: str
    weight: float
    in_region: bool
    people: Table[tuple[str, str]]
    others: Table[tuple[str, int]]
    subjects: Table[Subject]
    circles: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """One kind of assignment, how it is called and how many days it takes."""

    type: str
    weight: float
    title: str
    shortest: int
    longest: int
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class NameList:
    """Names of one culture and gender as (Latin letters, own letters or empty)."""

    given: tuple[tuple[str, str], ...]
    family: tuple[tuple[str, str], ...]


@cache
def subjects() -> Mapping[str, Subject]:
    """Subjects by name; one of weight 0 is only ever a second subject."""
    shares: dict[str, list[tuple[str, float]]] = {}
    for row in read_rows("sample_competences.csv"):
        shares.setdefault(row["field"], []).append((row["competence"], float(row["share"])))
    return {row["field"]: _subject(row, shares[row["field"]]) for row in read_rows("sample_fields.csv")}


@cache
def countries() -> Mapping[str, Country]:
    """Countries by alpha-3 code, in the order of the file."""
    return {row["country"]: _country(row) for row in read_rows("sample_countries.csv")}


@cache
def everywhere() -> Table[Country]:
    """Countries by the share of the pool that comes from each."""
    return Table((country, country.weight) for country in countries().values())


@cache
def hosts(code: str) -> Table[Country]:
    """Where somebody from a country serves: the region of the centre, own neighbourhood first."""
    return Table((there, _pull(code, there)) for there in countries().values() if there.in_region)


@cache
def abroad(code: str) -> Table[Country]:
    """Where somebody from a country has worked outside of missions."""
    return Table((there, _pull(code, there)) for there in countries().values() if there.code != code)


@cache
def kinds(subject: str) -> Table[Kind]:
    """Kinds of assignment that a subject is asked for."""
    return Table((kind, kind.weight) for kind in _kinds() if not kind.subjects or subject in kind.subjects)


@cache
def long_kinds(subject: str) -> Table[Kind]:
    """Those of them that last for months."""
    return Table((kind, kind.weight) for kind in kinds(subject).values if kind.longest >= 120)


@cache
def names() -> Mapping[tuple[str, str], NameList]:
    """Name lists by (culture, gender)."""
    found: dict[tuple[str, str], dict[str, list[tuple[str, str]]]] = {}
    for row in read_rows("sample_names.csv"):
        lists = found.setdefault((row["culture"], row["gender"]), {"given": [], "family": []})
        lists[row["kind"]].append((row["latin"], row["native"]))
    return {key: NameList(tuple(lists["given"]), tuple(lists["family"])) for key, lists in found.items()}


@cache
def phrases(kind: str, language: str = "eng") -> tuple[str, ...]:
    """Texts of one kind in one language."""
    return tuple(
        row["text"] for row in read_rows("sample_phrases.csv") if (row["kind"], row["language"]) == (kind, language)
    )


@cache
def label(competence: str, lang: str = "en") -> str:
    """What a competence is called inside a sentence; empty where the taxonomy has no label in an interface language."""
    text = vocabulary.competences()[competence].labels.get(lang, "")
    # Labels that we added are left out, so that the people of a seed stay who they were.
    if not text or (competence, lang) in own_labels():
        return ""
    words = text.split()
    plain = words[0][1:].islower() and not any(word[0].isupper() for word in words[1:])
    return text[0].lower() + text[1:] if plain else text


def _subject(row: Row, shares: list[tuple[str, float]]) -> Subject:
    modules = listed(row["modules"])
    return Subject(
        name=row["field"],
        weight=float(row["weight"]),
        women=float(row["women"]),
        employers=Table((name, float(share)) for name, share in _parts(row["employers"])),
        education=listed(row["education"]),
        modules=modules,
        rtcm_module=next(module for module in modules if module.startswith("RTCM-M")),
        agency=row["agency"],
        near=listed(row["near"]),
        competences=Table(shares),
    )


def _country(row: Row) -> Country:
    tilts = {name: float(factor) for name, factor in _parts(row["tilts"])}
    return Country(
        code=row["country"],
        name=row["name"],
        in_text=row["in_text"],
        capital=row["capital"],
        weight=float(row["weight"]),
        in_region=vocabulary.countries()[row["country"]].rtcm,
        people=Table((_pair(name), float(share)) for name, share in _parts(row["people"])),
        others=Table(_spoken(part) for part in listed(row["others"])),
        subjects=Table((subject, subject.weight * tilts.get(name, 1)) for name, subject in subjects().items()),
        circles=listed(row["circles"]),
    )


@cache
def _kinds() -> tuple[Kind, ...]:
    return tuple(
        Kind(
            type=row["type"],
            weight=float(row["weight"]),
            title=row["title"],
            shortest=int(row["days_from"]),
            longest=int(row["days_to"]),
            subjects=listed(row["fields"]),
        )
        for row in read_rows("sample_missions.csv")
    )


def _pull(code: str, there: Country) -> float:
    here = countries()[code].circles
    return there.weight * (6 if any(circle in here for circle in there.circles) else 1)


def _parts(text: str) -> list[tuple[str, str]]:
    """``a:1|b:2`` as pairs; a part without a share has all of it."""
    pairs = (part.partition(":") for part in listed(text))
    return [(name, share or "1") for name, _, share in pairs]


def _pair(text: str) -> tuple[str, str]:
    first, _, second = text.partition("/")
    return first, second


def _spoken(text: str) -> tuple[tuple[str, int], float]:
    language, share, level = text.split(":")
    return (language, int(CEFR[level])), float(share)
