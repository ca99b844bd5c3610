"""Who meets a must-have, one rule per kind of requirement, and the same must-have eased by one step."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from matching.arrays import Flags, Shares, Within
from matching.ask import Ask
from matching.index import Index
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


def language_levels(asked: LanguageRequirement, ask: Ask, index: Index, within: Within) -> Shares:
    """The CEFR level (0 to 6) of some language claims, as far as the seat can use it.

    The lowest of the abilities asked, an unknown one being none; speaking for one who stands before a class;
    otherwise the best ability on file: taking the lowest would reward leaving a weak one out.
    """
    values = index.languages.values
    abilities = asked.abilities or ((LanguageAbility.SPEAKING,) if ask.seat.trains else ())
    levels = [values[ability][within] for ability in abilities or LanguageAbility]
    usable: Shares = (np.min if abilities else np.max)(levels, axis=0).astype(float)
    return usable


@cache
def near_languages(asked: str) -> dict[str, float]:
    """Every language that counts for ``asked`` at all, with its closeness: 1 for itself and its members."""
    near = {code: language_closeness(asked, code) for code in languages()}
    return {code: closeness for code, closeness in near.items() if closeness > 0}


def same_language(asked: str) -> list[str]:
    """The language and, where it is a macrolanguage, the languages in it that count in full."""
    return [code for code, closeness in near_languages(asked).items() if closeness == 1.0]


def education_reached(index: Index, ask: Ask) -> Shares:
    """ISCED level per specialist, -1 where unknown; a bachelor's plus two years counts as a master's."""
    level = index.education_level.astype(float)
    spare = np.nan_to_num(index.experience_years, nan=0.0) - ask.years_asked
    return np.where((level == BACHELOR) & (spare >= YEARS_FOR_MASTER), float(MASTER), level)


def certified(index: Index, ask: Ask, wanted: list[str], level: int) -> Flags:
    """Who holds a certificate of one of the modules at ``level`` (rank) or above on all days of the mission."""
    found = np.zeros(len(index), bool)
    values = index.certificates.values
    for module in wanted:
        within = index.certificates.of_term(module)
        valid = covers(values["first"][within], values["until"][within], ask.window)
        found[index.certificates.rows[within][valid & (values["level"][within] >= level)]] = True
    return found


def level_for(role: Role) -> CertificateLevel:
    """The certificate that a role calls for; a role that does not train asks for a trainer's."""
    by_role = {
        Role.CO_TRAINER: CertificateLevel.CO_TRAINER,
        Role.TRAINER: CertificateLevel.TRAINER,
        Role.TEAM_LEAD: CertificateLevel.MASTER_TRAINER,
        Role.ASSESSOR: CertificateLevel.ASSESSOR,
    }
    return by_role.get(role, CertificateLevel.TRAINER)


def fitting_modules(ask: Ask) -> list[str]:
    """Modules about what the seat asks for: one of their competences is asked, or broader or narrower than that."""
    asked = {each.skill for each in (*ask.seat.must, *ask.seat.wish) if isinstance(each, SkillRequirement)}
    if not asked:
        return sorted(modules())
    around = asked.union(*(narrower(skill) for skill in asked))
    return sorted(name for name, module in modules().items() if _fits(module.competences, around, asked))


def _fits(taught: tuple[str, ...], around: set[str], asked: set[str]) -> bool:
    return any(skill in around or narrower(skill) & asked for skill in taught)


def _skill(must: SkillRequirement, ask: Ask, index: Index) -> Flags:
    found = np.zeros(len(index), bool)
    for skill in (must.skill, *narrower(must.skill)):
        within = index.skills.of_term(skill)
        found[index.skills.rows[within][index.skills.values["level"][within] >= must.level]] = True
    return found


def _language(must: LanguageRequirement, ask: Ask, index: Index) -> Flags:
    found = np.zeros(len(index), bool)
    for term in same_language(must.language):
        within = index.languages.of_term(term)
        found[index.languages.rows[within][language_levels(must, ask, index, within) >= must.level]] = True
    return found


def _country(must: CountryRequirement, ask: Ask, index: Index) -> Flags:
    found = np.zeros(len(index), bool)
    within = index.countries.of_term(must.country)
    found[index.countries.rows[within][index.countries.values["months"][within] >= must.months]] = True
    return found


def _experience(must: ExperienceRequirement, ask: Ask, index: Index) -> Flags:
    # Unknown is NaN, and NaN >= x is False: a must-have needs a figure on file.
    enough: Flags = index.experience_years >= must.years
    return enough


def _certificate(must: CertificateRequirement, ask: Ask, index: Index) -> Flags:
    return certified(index, ask, [must.module], must.level.rank)


def _training(must: TrainingRequirement, ask: Ask, index: Index) -> Flags:
    return certified(index, ask, fitting_modules(ask), level_for(must.role).rank)


def _education(must: EducationRequirement, ask: Ask, index: Index) -> Flags:
    enough: Flags = education_reached(index, ask) >= must.level
    return enough


def of_nationality(index: Index, countries: tuple[str, ...]) -> Flags:
    """Who holds one of these nationalities."""
    found = np.zeros(len(index), bool)
    for country in countries:
        found[index.nationalities.rows[index.nationalities.of_term(country)]] = True
    return found


def _nationality(must: NationalityRequirement, ask: Ask, index: Index) -> Flags:
    if must.any_of:
        return of_nationality(index, must.any_of)
    known = np.diff(index.nationalities.row_starts) > 0
    return known & ~of_nationality(index, must.none_of)


def at_organisation(index: Index, names: tuple[str, ...]) -> Flags:
    """Who works for one of these organisations, whatever the letter case."""
    wanted = {name.casefold() for name in names}
    return np.isin(index.organisation, [c for c, name in enumerate(index.organisations) if name.casefold() in wanted])


def flags(column: pa.Array) -> Flags:
    """An Arrow column of truth values, unknown as False."""
    return np.asarray(pc.fill_null(column, False), bool)


def _employer(must: EmployerRequirement, ask: Ask, index: Index) -> Flags:
    kinds = pa.array([name for name in must.any_of if name in set(EmployerType)], pa.string())
    return flags(pc.is_in(index.employer_type, kinds)) | at_organisation(index, must.any_of)


def _official(must: OfficialRequirement, ask: Ask, index: Index) -> Flags:
    same: Flags = index.official == int(must.value)
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
    """(n_specialists,): who meets a must-have on the mission's dates."""
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
