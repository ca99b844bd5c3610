"""Sections without rows: who one is, education and experience, and a few lines about oneself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from registry.domain import Specialist
from registry.domain.base import LanguageCode, Text
from service.casework.profile import Sections
from service.locale import own_name
from service.pages.cabinet.sections.editor import Line
from service.pages.cabinet.sections.fields import Field, Kind, countries
from service.pages.cabinet.sections.rows import roles
from service.pages.cabinet.words import GENDERS
from service.pages.forms import EMPTY, Form
from service.pages.wording import Wording
from service.pages.words import EMPLOYERS, N_

# The languages of the interface as ISO 639-3 has them.
_TONGUES = {"az": "aze", "en": "eng", "ru": "rus", "tr": "tur"}
_BIO: TypeAdapter[dict[str, str]] = TypeAdapter(dict[LanguageCode, Text])


@dataclass(frozen=True)
class Plain:
    """A section whose fields stand in the profile itself, or one below it (``name.given``)."""

    name: str
    title: str
    lead: str
    fields: Sequence[Field]

    @property
    def holds(self) -> tuple[str, ...]:
        """The fields of the profile, each once."""
        return tuple(dict.fromkeys(field.key.split(".")[0] for field in self.fields))

    def lines(self, wording: Wording, profile: Specialist) -> list[Line]:
        """All fields as one group."""
        return [Line("", self.fields)]

    def filled(self, profile: Specialist) -> Form:
        """The fields as the profile has them."""
        return Form({field.name: field.typed(_held(profile, field)) for field in self.fields})

    def read(self, wording: Wording, form: Form, profile: Specialist) -> dict[str, Any]:
        """What was typed, checked as sections of a profile."""
        said: dict[str, Any] = dict.fromkeys(self.holds)
        for field in self.fields:
            _put(said, field.key, field.read(form))
            if not field.optional and not form.value(field.name):
                form.refuse(field.name, wording.say(EMPTY))
        try:
            checked = Sections.model_validate(_lists(said, profile))
        except ValidationError as fault:
            form.refuse_as(wording, fault, {field.key: field.name for field in self.fields} | {"name": "given"})
            return {}
        return {name: getattr(checked, name) for name in said}

    def told(self, wording: Wording, profile: Specialist) -> list[str]:
        """Each field with its value, where it has one."""
        values = [(field, field.told(wording, _held(profile, field))) for field in self.fields]
        return [f"{wording.say(field.label)}: {value}" for field, value in values if value]


@dataclass(frozen=True)
class Bio:
    """A text about oneself in each language of the interface; texts in other languages stay as they are."""

    name: str = "bio"
    title: str = N_("About you")
    lead: str = N_("A few lines for people to read. They earn no points: only what stands in the other sections does.")
    holds: tuple[str, ...] = ("bio",)

    def lines(self, wording: Wording, profile: Specialist) -> list[Line]:
        """One text for each language, the own first."""
        codes = sorted(_TONGUES, key=lambda code: code != wording.language)
        return [Line("", [Field(f"bio-{_TONGUES[code]}", own_name(code), Kind.AREA) for code in codes])]

    def filled(self, profile: Specialist) -> Form:
        """The texts on file."""
        return Form({f"bio-{tongue}": (profile.bio.get(tongue, ""),) for tongue in _TONGUES.values()})

    def read(self, wording: Wording, form: Form, profile: Specialist) -> dict[str, Any]:
        """Every text that is not empty."""
        texts = {tongue: form.value(f"bio-{tongue}") for tongue in _TONGUES.values()}
        others = {tongue: text for tongue, text in profile.bio.items() if tongue not in texts}
        said = {**others, **{tongue: text for tongue, text in texts.items() if text}}
        return {"bio": _BIO.validate_python(said)}

    def told(self, wording: Wording, profile: Specialist) -> list[str]:
        """The text in the language of the page, or the first that there is."""
        own = profile.bio.get(_TONGUES.get(wording.language, "eng"))
        text = own or next(iter(profile.bio.values()), "")
        return [text] if text else []


def _held(profile: Specialist, field: Field) -> Any:
    """The value of a field, None where a part of its path is not there."""
    held: Any = profile
    for part in field.key.split("."):
        held = held[int(part) : int(part) + 1] if part.isdigit() else getattr(held, part, None)
        held = next(iter(held), None) if part.isdigit() else held
    return held


def _put(said: dict[str, Any], path: str, value: Any) -> None:
    first, _, below = path.partition(".")
    if not below:
        said[first] = value
    elif value is not None:
        said[first] = {**(said[first] or {}), below: value}


def _lists(said: dict[str, Any], profile: Specialist) -> dict[str, Any]:
    """What was said, with nationalities as the list that they are: two are asked for, any further ones stay."""
    if "nationalities" not in said:
        return said
    first_two = (said["nationalities"] or {}).values()
    return {**said, "nationalities": [*first_two, *profile.nationalities[2:]]}


def _genders(wording: Wording) -> list[tuple[str, str]]:
    return [(code.value, wording.say(words)) for code, words in GENDERS.items()]


def _employers(wording: Wording) -> list[tuple[str, str]]:
    return [(code.value, wording.say(words)) for code, words in EMPLOYERS.items()]


def _yes_no(wording: Wording) -> list[tuple[str, str]]:
    return [("yes", wording.say(N_("yes"))), ("no", wording.say(N_("no")))]


ISCED = {
    0: N_("Less than primary school"),
    1: N_("Primary school"),
    2: N_("Lower secondary school"),
    3: N_("Upper secondary school"),
    4: N_("After school, not university"),
    5: N_("Short course of higher education"),
    6: N_("Bachelor"),
    7: N_("Master"),
    8: N_("Doctorate"),
}


def _isced(wording: Wording) -> list[tuple[str, str]]:
    return [(str(level), wording.say(words)) for level, words in ISCED.items()]


ABOUT = Plain(
    "about",
    N_("Who you are"),
    N_("Your name as RTCM and your missions know you."),
    (
        Field("given", N_("Given name"), alias="name.given"),
        Field("family", N_("Family name"), optional=False, alias="name.family"),
        Field("native", N_("Your name in your own script"), alias="name.native"),
        Field(
            "gender",
            N_("Gender"),
            Kind.CHOICE,
            _genders,
            hint=N_("For counts of women and men alone; it never moves a score."),
        ),
        Field("nationality", N_("Nationality"), Kind.SEARCH, countries, alias="nationalities.0"),
        Field("nationality_2", N_("Second nationality"), Kind.SEARCH, countries, alias="nationalities.1"),
        Field("residence", N_("Where you live"), Kind.SEARCH, countries),
        Field("organisation", N_("Employer")),
        Field("employer_type", N_("Kind of employer"), Kind.CHOICE, _employers),
        Field("official", N_("Are you a public official?"), Kind.CHOICE, _yes_no),
    ),
)
BACKGROUND = Plain(
    "background",
    N_("Education, experience and roles"),
    N_("The highest education that you finished, your years of work in the field, and the roles that you serve in."),
    (
        Field("education_level", N_("Education"), Kind.CHOICE, _isced, alias="education.level"),
        Field("education_field", N_("Field of education"), alias="education.field"),
        Field("experience_years", N_("Years of experience"), Kind.NUMBER),
        Field("roles", N_("Roles"), Kind.MANY, roles),
    ),
)
BIO = Bio()
