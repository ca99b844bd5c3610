"""Countries: ISO 3166-1 codes, M49 regions, CLDR names, and what RTCM knows of its own thirty."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from registry.vocabulary.iso639 import language
from registry.vocabulary.lookup import LANGS, Lookup, Names, by_name, listed, locale, read_rows


@dataclass(frozen=True)
class Country:
    """A country or territory; the last four fields are known for RTCM's own countries only."""

    alpha3: str
    alpha2: str
    m49: str
    region: str
    subregion: str
    rtcm: bool = False
    groups: tuple[str, ...] = ()
    working_languages: tuple[str, ...] = ()  # ISO 639-3
    authority: str = ""

    def label(self, lang: str = "en") -> str:
        """The CLDR name in an interface language."""
        return str(locale(lang).territories[self.alpha2])


@cache
def countries() -> Mapping[str, Country]:
    """Every ISO 3166-1 country by alpha-3. Source of the sub-regions: UN M49."""
    known = {row["iso3"]: row for row in read_rows("rtcm_countries.csv")}
    return {row["iso3"]: _country(row, known.get(row["iso3"])) for row in read_rows("countries.csv")}


def _country(row: dict[str, str], known: dict[str, str] | None) -> Country:
    plain = Country(row["iso3"], row["iso2"], row["m49"], row["region"], row["subregion"])
    if known is None:
        return plain
    return Country(
        **{name: getattr(plain, name) for name in ("alpha3", "alpha2", "m49", "region", "subregion")},
        rtcm=True,
        groups=listed(known["rtcm_group"]),
        working_languages=tuple(language(code) for code in listed(known["working_languages_suggested"], ";")),
        authority=known["authority"],
    )


def same_subregion(one: str, other: str) -> bool:
    """Whether two countries (alpha-3) lie in one M49 sub-region."""
    return countries()[one].subregion == countries()[other].subregion


def _codes() -> Iterator[tuple[str, str]]:
    for each in countries().values():
        for code in (each.alpha3, each.alpha2, each.m49, each.m49.lstrip("0")):
            yield code.lower(), each.alpha3


@cache
def _names() -> Names:
    """CLDR names in the interface languages, and further names in common use."""
    pairs = [(each.label(lang), each.alpha3) for each in countries().values() for lang in LANGS]
    return by_name([*pairs, *((row["name"], row["iso3"]) for row in read_rows("country_names.csv"))])


country = Lookup(
    kind="country",
    expected="an ISO 3166-1 code or a country's name in en, az, ru or tr",
    codes=cache(lambda: dict(_codes())),
    names=_names,
    label=lambda code: countries()[code].label(),
)
