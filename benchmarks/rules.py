"""What every peer is told of one seat: plain numbers, worked out once, as our own index has them worked out."""

from dataclasses import dataclass

from matching import DEFAULT, Ask
from matching.closeness import neighbourhood
from matching.criteria.country import CountryFactors, subregion_of
from matching.criteria.language import LanguageFactors
from matching.criteria.skill import SkillFactors
from matching.criteria.training import TrainingFactors
from matching.meets import fitting_modules, level_for, near_languages
from registry.domain import (
    CountryRequirement,
    ExperienceRequirement,
    LanguageRequirement,
    Mission,
    NationalityRequirement,
    SkillRequirement,
    TrainingRequirement,
)
from registry.vocabulary import modules

ABILITIES = ("listening", "reading", "speaking", "writing")
RANKS = {"participant": 1, "co_trainer": 2, "trainer": 3, "master_trainer": 4, "assessor": 5}
NOT_HELD = ("applied", "in_training", "assessed", "suspended", "revoked")


def worth(factors: object) -> dict[str, float]:
    """Evidence status -> factor; a certificate that was issued is verified."""
    known = {status: getattr(factors, status) for status in ("claimed", "evidenced", "verified")}
    return {**known, "issued": known["verified"]}


@dataclass(frozen=True)
class Asked:
    """One wish: terms that count, with what they count, how much is asked, and its weight."""

    near: dict[str, float]
    level: float
    weight: float


@dataclass(frozen=True)
class Rules:
    """One seat as peers need it."""

    ask: Ask
    weights: dict[str, float]
    skills: list[Asked]
    languages: list[Asked]
    countries: list[Asked]
    years: list[Asked]
    training: list[Asked]
    speaking_only: bool
    skill_worth: dict[str, float]
    language_worth: dict[str, float]
    country_worth: dict[str, float]
    certificate_worth: dict[str, float]
    country: CountryFactors
    train: TrainingFactors
    any_of: tuple[str, ...]
    none_of: tuple[str, ...]


def rules_of(mission: Mission, seat: int) -> Rules:
    """The rules of one seat under the default policy; only kinds of requirement that the missions measured have."""
    ask = Ask(mission, seat)
    skill, language, country, train = SkillFactors(), LanguageFactors(), CountryFactors(), TrainingFactors()
    fitting = {*fitting_modules(ask), "RTCM-TOT1"}
    counting = {name: 1.0 if name in fitting else train.other_module for name in modules()}
    musts = [must for must in ask.seat.must if isinstance(must, NationalityRequirement)]
    assert len(musts) == len(ask.seat.must), "a must that the peers do not know"
    wish = ask.seat.wishes
    return Rules(
        ask=ask,
        weights=dict(DEFAULT.weights),
        skills=[
            Asked(dict(neighbourhood(w.skill, skill.related, skill.least_closeness)), w.level, w.weight or 1)
            for w in wish(SkillRequirement)
        ],
        languages=[Asked(_languages(w, language), int(w.level), w.weight or 1) for w in wish(LanguageRequirement)],
        countries=[
            Asked(
                dict.fromkeys(subregion_of(w.country), country.same_subregion) | {w.country: 1.0},
                w.months,
                w.weight or 1,
            )
            for w in wish(CountryRequirement)
        ],
        years=[Asked({}, w.years, w.weight or 1) for w in wish(ExperienceRequirement)],
        training=[Asked(counting, level_for(w.role).rank, w.weight or 1) for w in wish(TrainingRequirement)],
        speaking_only=ask.seat.trains,
        skill_worth=worth(skill.evidence),
        language_worth=worth(language.evidence),
        country_worth=worth(country.evidence),
        certificate_worth=worth(train.evidence),
        country=country,
        train=train,
        any_of=tuple(code for must in musts for code in must.any_of),
        none_of=tuple(code for must in musts for code in must.none_of),
    )


def _languages(wish: LanguageRequirement, factors: LanguageFactors) -> dict[str, float]:
    near = near_languages(wish.language)
    return {code: closeness if closeness == 1.0 else closeness * factors.related for code, closeness in near.items()}
