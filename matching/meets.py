"""Who meets a must-have, one rule per kind of requirement, and the same must-have eased by one step."""

from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import Any

import numpy as np

from matching.arrays import Flags, Shares
from matching.ask import Ask
from matching.index import YEAR_PARTS, Index, among
from registry.domain import (
    CertificateLevel,
    CertificateRequirement,
    CountryRequirement,
    EducationRequirement,
    EmployerRequirement,
    EmployerType,
    ExperienceRequirement,
    LanguageAbility,
    LanguageRequirement,
    NationalityRequirement,
    OfficialRequirement,
    Requirement,
    Role,
    SkillRequirement,
    TrainingRequirement,
)
from registry.lifecycle import covers
from registry.vocabulary import CEFR, language_closeness, languages, modules, narrower

BACHELOR, MASTER = 6, 7
# A bachelor's degree plus two years beyond the experience asked counts as a master's: the rule of UNDP Tajikistan,
# IOM Cameroon and iGorts notices, which RTCM's field follows.
YEARS_FOR_MASTER = 2


def language_levels(asked: LanguageRequirement, ask: Ask, index: Index) -> Shares:
    """(n_grades,): the CEFR level (0 to 6) of a language claim, as far as the seat can use it.

    The lowest of the abilities asked, an unknown one being none; speaking for one who stands before a class;
    otherwise the best ability on file: taking the lowest would reward leaving a weak one out.
    """
    grades = index.languages.grades
    abilities = asked.abilities or ((LanguageAbility.SPEAKING,) if ask.trains else ())

    def usable() -> Shares:
        levels = [grades[ability] for ability in abilities or LanguageAbility]
        return (np.min if abilities else np.max)(levels, axis=0).astype(float)  # type: ignore[no-any-return]

    return grades.kept(("levels", abilities), usable)


@cache
def near_languages(asked: str) -> dict[str, float]:
    """Every language that counts for ``asked`` at all, with its closeness: 1 for itself and its members."""
    near = {code: language_closeness(asked, code) for code in languages()}
    return {code: closeness for code, closeness in near.items() if closeness > 0}


def same_language(asked: str) -> list[str]:
    """The language and, where it is a macrolanguage, the languages in it that count in full."""
    return [code for code, closeness in near_languages(asked).items() if closeness == 1.0]


def education_reached(ask: Ask, index: Index) -> Shares:
    """(n_grades of standing,): ISCED level, -1 where unknown; a bachelor's plus two years counts as a master's."""
    level = index.standing["education"].astype(float)
    spare = np.maximum(index.standing["years"], 0) / YEAR_PARTS - ask.years_asked
    return np.where((level == BACHELOR) & (spare >= YEARS_FOR_MASTER), float(MASTER), level)


def certified(index: Index, ask: Ask, wanted: Iterable[str], level: int) -> Flags:
    """(n_rows,): who holds a certificate of one of the modules at ``level`` (rank) or above on all days."""
    grades = index.certificates.grades
    enough = covers(grades["first"], grades["until"], ask.window) & (grades["level"] >= level)
    return index.certificates.any(among("certificates", wanted), enough)


def level_for(role: Role) -> CertificateLevel:
    """The certificate that a role calls for; a role that does not train asks for a trainer's."""
    by_role = {
        Role.CO_TRAINER: CertificateLevel.CO_TRAINER,
        Role.TRAINER: CertificateLevel.TRAINER,
        Role.TEAM_LEAD: CertificateLevel.MASTER_TRAINER,
        Role.ASSESSOR: CertificateLevel.ASSESSOR,
    }
    return by_role.get(role, CertificateLevel.TRAINER)


def fitting_modules(ask: Ask) -> tuple[str, ...]:
    """Modules about what the seat asks for: one of their competences is asked, or broader or narrower than that."""
    return modules_about(ask.skills_asked)


@lru_cache(maxsize=4096)
def modules_about(asked: frozenset[str]) -> tuple[str, ...]:
    """Modules that teach one of these competences, or what is broader or narrower; all of them when none is asked."""
    if not asked:
        return tuple(sorted(modules()))
    around = asked.union(*(narrower(skill) for skill in asked))
    return tuple(sorted(name for name, module in modules().items() if _fits(module.competences, around, asked)))


def _fits(taught: tuple[str, ...], around: frozenset[str], asked: frozenset[str]) -> bool:
    return any(skill in around or narrower(skill) & asked for skill in taught)


def _skill(must: SkillRequirement, ask: Ask, index: Index) -> Flags:
    wanted = among("skills", (must.skill, *narrower(must.skill)))
    return index.skills.any(wanted, index.skills.grades["level"] >= must.level)


def _language(must: LanguageRequirement, ask: Ask, index: Index) -> Flags:
    wanted = among("languages", same_language(must.language))
    return index.languages.any(wanted, language_levels(must, ask, index) >= must.level)


def _country(must: CountryRequirement, ask: Ask, index: Index) -> Flags:
    return index.countries.any(among("countries", (must.country,)), index.countries.grades["months"] >= must.months)


def _experience(must: ExperienceRequirement, ask: Ask, index: Index) -> Flags:
    # Unknown is -1: a must-have needs a figure on file.
    enough: Flags = index.standing["years"] / YEAR_PARTS >= max(must.years, 0)
    return enough[index.people["standing"]]


def _certificate(must: CertificateRequirement, ask: Ask, index: Index) -> Flags:
    return certified(index, ask, [must.module], must.level.rank)


def _training(must: TrainingRequirement, ask: Ask, index: Index) -> Flags:
    return certified(index, ask, fitting_modules(ask), level_for(must.role).rank)


def _education(must: EducationRequirement, ask: Ask, index: Index) -> Flags:
    enough: Flags = education_reached(ask, index) >= must.level
    return enough[index.people["standing"]]


def of_nationality(index: Index, countries: Iterable[str]) -> Flags:
    """(n_rows,): who holds one of these nationalities."""
    return index.nationalities.any(among("nationalities", countries), np.ones(1, bool))


def _nationality(must: NationalityRequirement, ask: Ask, index: Index) -> Flags:
    if must.any_of:
        return of_nationality(index, must.any_of)
    known = np.diff(index.nationalities.starts) > 0
    return known & ~of_nationality(index, must.none_of)


def at_organisation(index: Index, names: Iterable[str]) -> Flags:
    """(n_rows,): who works for one of these organisations, whatever the letter case."""
    wanted = {name.casefold() for name in names}
    return of_organisation(index, np.array([folded in wanted for folded in index.organisations.folded], bool))


def of_organisation(index: Index, wanted: Flags) -> Flags:
    """(n_rows,): whose organisation is wanted, as ``wanted`` says for each."""
    # One place more, that a missing organisation (-1) finds.
    found = np.append(wanted, False)
    return found[index.people["organisation"]] if found.any() else np.zeros(index.rows, bool)


def _employer(must: EmployerRequirement, ask: Ask, index: Index) -> Flags:
    kinds = np.array([*(kind in must.any_of for kind in EmployerType), False])
    return kinds[index.people["employer"]] | at_organisation(index, must.any_of)


def _official(must: OfficialRequirement, ask: Ask, index: Index) -> Flags:
    same: Flags = index.people["official"] == int(must.value)
    return same


RULES: dict[str, Callable[[Any, Ask, Index], Flags]] = {
    "skill": _skill,
    "language": _language,
    "country": _country,
    "experience": _experience,
    "certificate": _certificate,
    "training": _training,
    "education": _education,
    "nationality": _nationality,
    "employer": _employer,
    "official": _official,
}


def meets(must: Requirement, ask: Ask, index: Index) -> Flags:
    """(n_rows,): who meets a must-have on the mission's dates."""
    return RULES[must.kind](must, ask, index)


def eased(must: Requirement) -> Requirement | None:
    """The must-have one step lower; None when the next step is to do without it."""
    match must:
        case SkillRequirement(level=level) if level > 1:
            return must.model_copy(update={"level": level - 1})
        case LanguageRequirement(level=level) if level > CEFR.A1:
            return must.model_copy(update={"level": CEFR(level - 1)})
        case CountryRequirement(months=months) if months > 1:
            return must.model_copy(update={"months": months // 2})
        case ExperienceRequirement(years=years) if years > 1:
            return must.model_copy(update={"years": years - 1})
        case CertificateRequirement(level=level) if level.rank > 1:
            return must.model_copy(update={"level": list(CertificateLevel)[level.rank - 2]})
        case TrainingRequirement(role=Role.TRAINER):
            return must.model_copy(update={"role": Role.CO_TRAINER})
        case EducationRequirement(level=level) if level > 0:
            return must.model_copy(update={"level": level - 1})
    return None
