"""The sheets and their columns: where each stands in specialist/1, how it is written, and what to say about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from registry.domain import (
    AvailabilityKind,
    CertificateLevel,
    CertificateStatus,
    EmployerType,
    EvidenceStatus,
    Gender,
    ReferralState,
    Role,
    Vetting,
)
from registry.sheets.cells import Kind
from registry.vocabulary import CEFR

# Sheets of a workbook that hold no facts: what to write where, and what the drop-downs offer.
HELP, LISTS = "help", "lists"
BIO = "bio_"


@dataclass(frozen=True)
class Column:
    """One column; ``path`` leads to its value in the profile, or in one entry of the sheet's list.

    ``choices`` are all words that it takes, ``offered`` the list of codes that a drop-down offers.
    """

    name: str
    path: tuple[str, ...]
    kind: Kind
    note: str
    choices: tuple[str, ...] = ()
    offered: str = ""
    required: bool = False


@dataclass(frozen=True)
class Sheet:
    """One sheet; ``section`` is the list of the profile that its rows fill, None for one row a person."""

    name: str
    section: str | None
    columns: tuple[Column, ...]

    @property
    def owner(self) -> str:
        """The column that says whose row it is."""
        return self.columns[0].name


def _words(words: type[StrEnum] | Iterable[CEFR]) -> tuple[str, ...]:
    return tuple(str(word) for word in words)


def _plain(name: str, kind: Kind, note: str, **more: object) -> Column:
    return Column(name, (name,), kind, note, **more)  # type: ignore[arg-type]


def bio_column(language: str) -> Column:
    """What a person wrote about themselves, in one language (ISO 639-3)."""
    return Column(f"{BIO}{language}", ("bio", language), Kind.TEXT, "About the person, in this language; earns nothing")


_LEVELS = _words(CEFR)
_YES_NO = ("yes", "no")
_OWNER = Column("specialist", (), Kind.CODE, "The id of a person of the sheet specialists", required=True)
_STATUS = _plain("status", Kind.CODE, "How far it can be relied on; claimed when empty", choices=_words(EvidenceStatus))


def _consent(purpose: str, what: str) -> tuple[Column, ...]:
    path = ("consent", purpose)
    return (
        Column(f"consent_{purpose}_given", (*path, "given"), Kind.DAY, f"Day of consent to {what}"),
        Column(f"consent_{purpose}_until", (*path, "until"), Kind.DAY, "First day on which it no longer holds"),
        Column(f"consent_{purpose}_withdrawn", (*path, "withdrawn"), Kind.DAY, "Day on which it was withdrawn"),
        Column(f"consent_{purpose}_terms", (*path, "terms"), Kind.LINE, "Version of the terms"),
    )


_SPECIALISTS = Sheet(
    "specialists",
    None,
    (
        _plain("id", Kind.CODE, "Letters, digits and . _ : @ -, at most 64; yours to choose, once", required=True),
        Column("given", ("name", "given"), Kind.LINE, "Given name; this or the family name is needed"),
        Column("family", ("name", "family"), Kind.LINE, "Family name"),
        Column("native", ("name", "native"), Kind.LINE, "The whole name in its own script"),
        _plain("gender", Kind.CODE, "Never moves a score", choices=_words(Gender)),
        _plain("nationalities", Kind.CODES, "Countries, separated by ; (never move a score)"),
        _plain("residence", Kind.CODE, "Country", offered="country"),
        _plain("organisation", Kind.LINE, "Where the person works"),
        _plain("employer_type", Kind.CODE, "What kind of employer", choices=_words(EmployerType)),
        _plain("official", Kind.YES_NO, "Whether a public official; empty when not known", choices=_YES_NO),
        Column("education_level", ("education", "level"), Kind.WHOLE, "ISCED 0 to 8: 6 bachelor, 7 master, 8 doctor"),
        Column("education_field", ("education", "field"), Kind.LINE, "Field of study; needs a level"),
        _plain("experience_years", Kind.NUMBER, "Years of professional experience, 0 to 80"),
        _plain("roles", Kind.CODES, f"Some of {', '.join(Role)}, separated by ;"),
        Column("vetting", ("vetting",), Kind.CODE, "draft when empty", choices=_words(Vetting)),
        Column("referral_state", ("referral", "state"), Kind.CODE, "open when empty", choices=_words(ReferralState)),
        Column("referral_until", ("referral", "until"), Kind.DAY, "First day after a pause"),
        *_consent("search", "being found"),
        *_consent("share_name", "showing the name to a requester"),
        *_consent("transfer", "transfer across borders"),
        *_consent("statistics", "statistics"),
        _plain("confirmed_on", Kind.DAY, "Day on which the person last said that all is still true"),
        _plain("publications", Kind.PUBLICATIONS, "One a line; the year first: 2019 | Title"),
    ),
)
_SKILLS = Sheet(
    "skills",
    "skills",
    (
        _OWNER,
        _plain("skill", Kind.CODE, "A competence: id or label; once a person", offered="competence", required=True),
        _plain("level", Kind.WHOLE, "1 aware to 5 leading authority", choices=tuple("12345"), required=True),
        _plain("years", Kind.NUMBER, "Years of use, 0 to 80"),
        _plain("last_used", Kind.WHOLE, "Year"),
        _STATUS,
        _plain("evidence", Kind.LINES, "What backs it, one a line"),
    ),
)
_LANGUAGES = Sheet(
    "languages",
    "languages",
    (
        _OWNER,
        _plain("language", Kind.CODE, "Code or name; once a person", offered="language", required=True),
        *(
            _plain(ability, Kind.CODE, "CEFR level; empty when not known", choices=_LEVELS)
            for ability in ("listening", "reading", "speaking", "writing")
        ),
        _plain("native", Kind.YES_NO, "no when empty", choices=_YES_NO),
        _plain("can_train", Kind.YES_NO, "Can train in it; no when empty", choices=_YES_NO),
        _STATUS,
    ),
)
_COUNTRIES = Sheet(
    "countries",
    "countries",
    (
        _OWNER,
        _plain("country", Kind.CODE, "Code or name; once a person", offered="country", required=True),
        _plain("months", Kind.WHOLE, "Months worked in or on it, 0 to 960", required=True),
        _plain("last_year", Kind.WHOLE, "Year in which it ended"),
        _plain("themes", Kind.CODES, "Competences, separated by ;"),
        _STATUS,
    ),
)
_CERTIFICATES = Sheet(
    "certificates",
    "certificates",
    (
        _OWNER,
        _plain("module", Kind.CODE, "Id or title of a training module", offered="module", required=True),
        _plain("level", Kind.CODE, "participant when empty", choices=_words(CertificateLevel)),
        _plain("issued", Kind.DAY, "First day of validity; without it the certificate does not count"),
        _plain("expires", Kind.DAY, "First day on which it no longer holds; three years when empty"),
        _plain("number", Kind.LINE, "Number on the certificate"),
        _plain("status", Kind.CODE, "claimed when empty", choices=_words(CertificateStatus)),
    ),
)
_AVAILABILITY = Sheet(
    "availability",
    "availability",
    (
        _OWNER,
        _plain("from", Kind.DAY, "First day", required=True),
        _plain("to", Kind.DAY, "First day after; periods of one person may not overlap", required=True),
        _plain("kind", Kind.CODE, "What is known of these days", choices=_words(AvailabilityKind), required=True),
    ),
)
_MISSIONS = Sheet(
    "missions",
    "missions",
    (
        _OWNER,
        _plain("title", Kind.LINE, "Past work as the person tells it", required=True),
        _plain("country", Kind.CODE, "Country", offered="country"),
        _plain("from", Kind.DAY, "First day"),
        _plain("to", Kind.DAY, "Last day; empty while it lasts"),
        _plain("role", Kind.CODE, "What the person did", choices=_words(Role)),
        _plain("competences", Kind.CODES, "Competences, separated by ;"),
        _plain("organisation", Kind.LINE, "For whom"),
    ),
)
SHEETS: dict[str, Sheet] = {
    sheet.name: sheet
    for sheet in (_SPECIALISTS, _SKILLS, _LANGUAGES, _COUNTRIES, _CERTIFICATES, _AVAILABILITY, _MISSIONS)
}
