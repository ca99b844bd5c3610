"""Who can serve what on a day: flags per competence, country and language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from matching.arrays import Flags
from matching.coverage.rules import CoverageRules
from matching.index import ABILITIES, Index, among
from matching.meets import modules_about, same_language
from registry.domain import Window
from registry.lifecycle import bars, covers
from registry.vocabulary import narrower


@dataclass(frozen=True)
class Axes:
    """What is counted, and who of the proposable people holds it.

    ``holding``, ``able`` and ``still`` (n_competences, n_rows): holds the competence; and is certified in it; and
    still is on the later date. ``there`` (1 + n_countries, n_rows) and ``speaking`` (1 + n_languages, n_rows): the
    first of each is everybody, for any country and any language.
    """

    competences: Sequence[str]
    countries: Sequence[str]
    languages: Sequence[str]
    proposable: Flags
    holding: Flags
    able: Flags
    still: Flags
    there: Flags
    speaking: Flags


def axes(
    index: Index,
    on: date,
    until: date,
    competences: Sequence[str],
    countries: Sequence[str],
    languages: Sequence[str],
    rules: CoverageRules,
) -> Axes:
    """Hold every specialist against the rules on a day."""
    members = proposable(index, on)
    holding = _each(index, [_holding(index, each, rules) & members for each in competences])
    certified = [_certified(index, each, on, on, rules) for each in competences]
    later = [_certified(index, each, on, until, rules) for each in competences]
    everybody = np.ones(index.rows, bool)
    return Axes(
        competences,
        countries,
        languages,
        members,
        holding,
        able=holding & _each(index, certified),
        still=holding & _each(index, later),
        there=_each(index, [everybody, *(_there(index, each, rules) for each in countries)]),
        speaking=_each(index, [everybody, *(_speaking(index, each, rules) for each in languages)]),
    )


def proposable(index: Index, on: date) -> Flags:
    """(n_rows,): who is proposable on a day."""
    barred = np.zeros(index.rows, bool)
    for who in bars(index.membership, Window(start=on, end=on)).values():
        barred |= who
    barred[index.gone] = True
    return ~barred


def taught(competence: str) -> bool:
    """Whether a module teaches a competence, so that one can be certified in it."""
    return bool(modules_about(frozenset((competence,))))


def _each(index: Index, flags: Sequence[Flags]) -> Flags:
    return np.array(flags, bool).reshape(len(flags), index.rows)


def _holding(index: Index, competence: str, rules: CoverageRules) -> Flags:
    wanted = among("skills", (competence, *narrower(competence)))
    return index.skills.any(wanted, index.skills.grades["level"] >= rules.level)


def _certified(index: Index, competence: str, first: date, last: date, rules: CoverageRules) -> Flags:
    """Everybody where no module teaches the competence: nobody can be asked for what does not exist."""
    if not taught(competence):
        return np.ones(index.rows, bool)
    grades = index.certificates.grades
    valid = covers(grades["first"], grades["until"], Window(start=first, end=last))
    enough = valid & (grades["level"] >= rules.certificate.rank)
    return index.certificates.any(among("certificates", modules_about(frozenset((competence,)))), enough)


def _there(index: Index, country: str, rules: CoverageRules) -> Flags:
    return index.countries.any(among("countries", (country,)), index.countries.grades["months"] >= rules.months)


def _speaking(index: Index, language: str, rules: CoverageRules) -> Flags:
    best = np.max([index.languages.grades[ability] for ability in ABILITIES], axis=0)
    return index.languages.any(among("languages", same_language(language)), best >= rules.cefr)
