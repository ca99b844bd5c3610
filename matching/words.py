"""How terms and requirements read in a sentence."""

from functools import cache

from registry.domain import (
    CertificateRequirement,
    CountryRequirement,
    EducationRequirement,
    EmployerRequirement,
    ExperienceRequirement,
    LanguageRequirement,
    NationalityRequirement,
    OfficialRequirement,
    Requirement,
    SkillRequirement,
    TrainingRequirement,
)
from registry.vocabulary import competences, countries, languages

ISCED = {
    0: "early childhood education",
    1: "primary school",
    2: "lower secondary school",
    3: "upper secondary school",
    4: "post-secondary education",
    5: "a short tertiary course",
    6: "a bachelor's degree",
    7: "a master's degree",
    8: "a doctorate",
}


@cache
def skill(id: str) -> str:
    """The English label of a competence with its id."""
    return f"{competences()[id].label()} ({id})"


@cache
def language(code: str) -> str:
    """The English name of a language."""
    return languages()[code].label()


@cache
def country(code: str) -> str:
    """The English name of a country."""
    return countries()[code].label()


def number(value: float) -> str:
    """A number without needless decimals."""
    return f"{value:g}"


def role(value: str) -> str:
    """A role, or another code, in words."""
    return value.replace("_", " ")


def listed(names: tuple[str, ...] | list[str]) -> str:
    """Names as ``a, b or c``."""
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def plural(count: int, one: str, many: str = "") -> str:
    """``1 day``, ``2 days``."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def requirement(asked: Requirement) -> str:
    """What a requirement asks, as a planner would say it."""
    match asked:
        case SkillRequirement():
            return f"{skill(asked.skill)} at level {asked.level}"
        case LanguageRequirement():
            abilities = f" {listed([str(each) for each in asked.abilities])}" if asked.abilities else ""
            return f"{language(asked.language)} {asked.level}{abilities}"
        case CountryRequirement():
            return f"{plural(asked.months, 'month')} in {country(asked.country)}"
        case ExperienceRequirement():
            return f"{number(asked.years)} years of experience"
        case CertificateRequirement():
            return f"valid certificate {asked.module} as {role(asked.level)}"
        case TrainingRequirement():
            return f"certified as {role(asked.role)} in a fitting module"
        case EducationRequirement():
            return ISCED[asked.level]
        case NationalityRequirement(any_of=any_of) if any_of:
            return f"national of {listed([country(code) for code in any_of])}"
        case NationalityRequirement():
            return f"not a national of {listed([country(code) for code in asked.none_of])}"
        case EmployerRequirement():
            return f"employed by {listed([role(name) for name in asked.any_of])}"
        case OfficialRequirement():
            return "public official" if asked.value else "not a public official"
