"""Skill claims that hang together: mostly of one subject, some of a second, and those past work asked for."""

from collections.abc import Sequence

from registry import vocabulary
from registry.sample.days import SAMPLE_DAY
from registry.sample.dice import Dice, Table
from registry.sample.lists import phrases, subjects
from registry.sample.people import Json, Person

_FEWEST, _MOST = 4, 14
_COUNT = Table(
    zip((4, 5, 6, 7, 8, 9, 10, 11, 12, 14), (12, 14, 16, 16, 13, 10, 8, 5, 3, 3), strict=True),
)
_SECOND_SHARE = 0.3
_CRAFT = 4
# Over all .25 verified, .35 evidenced, .40 claimed; what certificate or assignment backs is rarely claimed.
_BACKED = Table([("verified", 0.47), ("evidenced", 0.40), ("claimed", 0.13)])
_ALONE = Table([("verified", 0.09), ("evidenced", 0.31), ("claimed", 0.60)])
_IDLE = Table([(0, 0.50), (1, 0.22), (2, 0.11), (3, 0.07), (4, 0.04), (6, 0.04), (9, 0.02)])
# A certificate backs a claim once it was issued.
_BACKS = ("issued", "verified", "evidenced")

Backing = dict[str, list[str]]


def skills(dice: Dice, person: Person, certificates: Sequence[Json]) -> list[Json]:
    """The claims of one person, the best first."""
    backing = _backing(person, certificates)
    able = 1.35 + 2.0 * min(person.years, 24) / 24 + 1.3 * person.quality
    claims = [_claim(dice, person, competence, able, backing) for competence in _chosen(dice, person)]
    return sorted(claims, key=_best_first)


def few_skills(dice: Dice, person: Person) -> list[Json]:
    """One to three claims with nothing behind them, as thin profiles have them."""
    chosen = dice.several(person.subject.competences, dice.whole(1, 3))
    return [{"skill": competence, "level": dice.whole(2, 4), "status": "claimed"} for competence in chosen]


def _chosen(dice: Dice, person: Person) -> list[str]:
    """The competences claimed: of assignments, of the craft of training, of both subjects."""
    count = dice.draw(_COUNT)
    chosen = [topic for served in person.served[-3:] for topic in served.assignment["competences"][:1]]
    if person.trains_from:
        count = min(_MOST, count + 4)
        chosen += ["TRN.TOT", *dice.several(subjects()["training"].competences, _CRAFT)]
    rest = count - len(chosen)
    if person.second:
        chosen += dice.several(person.second.competences, int(rest * _SECOND_SHARE + dice.roll()))
    chosen += dice.several(person.subject.competences, max(_FEWEST - 1, count - len(chosen)))
    found = list(dict.fromkeys(chosen))
    if len(found) < _FEWEST:
        found += [each for each in person.subject.competences.values if each not in found][: _FEWEST - len(found)]
    return found[:_MOST]


def _backing(person: Person, certificates: Sequence[Json]) -> Backing:
    """What speaks for a competence, and for all below it: certificate numbers and ids of assignments."""
    backing: Backing = {}
    for certificate in certificates:
        if certificate["status"] in _BACKS:
            for taught in vocabulary.modules()[certificate["module"]].competences:
                backing.setdefault(taught, []).append(certificate["number"])
    for served in person.served:
        for topic in served.assignment["competences"]:
            backing.setdefault(topic, []).append(served.assignment["id"])
    return backing


def _claim(dice: Dice, person: Person, competence: str, able: float, backing: Backing) -> Json:
    roll, years = dice.roll, person.years
    evidence = backing.get(competence) or backing.get(competence.rpartition(".")[0])
    level = int(able + 1.5 * roll() - (0 if competence in person.subject.competences.values else 0.6))
    status = dice.draw(_BACKED if evidence else _ALONE)
    claim: Json = {
        "skill": competence,
        "level": level if level < 5 else 5,
        "years": int(years * (0.3 + 0.7 * roll())) or 1,
        "last_used": SAMPLE_DAY.year - min(dice.draw(_IDLE), int(years) - 2),
        "status": status,
    }
    if status != "claimed":
        claim["evidence"] = evidence[:3] if evidence else [_paper(dice)]
    return claim


def _paper(dice: Dice) -> str:
    return dice.pick(phrases("evidence")).format(year=SAMPLE_DAY.year - dice.whole(0, 6))


def _best_first(claim: Json) -> tuple[int, str]:
    return -claim["level"], claim["skill"]
