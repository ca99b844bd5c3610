"""Certificates: those the cascade gave, those of trainers from elsewhere, and those people bring along."""

from registry.sample.days import TODAY, day, words, year_of, years_after
from registry.sample.dice import Dice, Table
from registry.sample.people import Json, Person

# How many a person brings along that no training of the pool accounts for.
_BROUGHT = Table([(0, 0.34), (1, 0.36), (2, 0.20), (3, 0.10)])
# The centre's own end as it decides; those from elsewhere are claimed until a registrar looked.
_OWN = Table(
    [
        ("issued", 0.86),
        ("in_training", 0.03),
        ("applied", 0.02),
        ("assessed", 0.02),
        ("claimed", 0.03),
        ("suspended", 0.02),
        ("revoked", 0.02),
    ]
)
_OTHER = Table([("claimed", 0.35), ("evidenced", 0.32), ("verified", 0.33)])
_GIVEN = Table([("issued", 0.95), ("suspended", 0.03), ("revoked", 0.02)])
_NOT_YET = ("applied", "in_training", "assessed")
# Trainers who were trained elsewhere; those whose subject is training or the region's borders more often.
_TRAINED_ELSEWHERE = 0.06
_TRAINER_COURSES = ("EUAA-TRN", "CEPOL-TT", "EUAA-BETA", "SBS-6")
_RENEWED = 0.75
_VALID_YEARS = 3
_WITHOUT_END = 0.3

_FIRST_ISSUE = day(2021, 1, 15)
# Modules that did not exist before a day (training_modules.csv).
_NEW = {
    "EUAA-BETA": day(2025, 2, 1),
    "EUAA-SOG2": day(2026, 1, 15),
    "RTCM-TOT1": day(2022, 7, 29),
}


def certificates(dice: Dice, person: Person) -> list[Json]:
    """All certificates of one person, the latest first; no module twice unless at another level or renewed."""
    held = [_given(dice, person, attended.module, attended.level, attended.day) for attended in person.attended]
    if person.trains_from:
        held += _of_trainer(dice, person)
    known = {each["module"] for each in held}
    brought = [module for module in _brought(dice, person) if module not in known]
    held += [_certificate(dice, person, module, "participant") for module in brought]
    return sorted(held, key=_newest_first)


def decide_trainer_from_elsewhere(dice: Dice, person: Person) -> None:
    """Make somebody a trainer who was trained outside of the cascade."""
    craft = "training" in (person.subject.name, person.second.name if person.second else "")
    border = person.subject.name == "border" and person.country.in_region
    share = _TRAINED_ELSEWHERE * (4 if craft else 3 if border else 1)
    if not person.trains_from and not person.thin and person.years >= 6 and dice.chance(share):
        person.trains_from = dice.whole(max(_FIRST_ISSUE, person.began + 4 * 365), TODAY - 60)


def _of_trainer(dice: Dice, person: Person) -> list[Json]:
    """What a trainer holds beside: the own module, and renewals of what ran out after three years."""
    own = person.subject.rtcm_module
    by_cascade = [attended for attended in person.attended if attended.level != "participant"]
    level = by_cascade[0].level if by_cascade else "trainer"
    since = min(TODAY - 2, person.trains_from + dice.whole(2, 12))
    held = [_given(dice, person, own, level, since)]
    if not by_cascade:
        held.append(_certificate(dice, person, dice.pick(_TRAINER_COURSES), "trainer", person.trains_from))
    ended = years_after(since, _VALID_YEARS)
    if ended < TODAY and dice.chance(_RENEWED):
        level = "master_trainer" if len(person.served) > 2 else level
        for module in (own, *(attended.module for attended in by_cascade)):
            held.append(_given(dice, person, module, level, ended - dice.whole(20, 90)))
    return held


def _brought(dice: Dice, person: Person) -> list[str]:
    return list(dict.fromkeys(_module(dice, person) for _ in range(dice.draw(_BROUGHT))))


def _module(dice: Dice, person: Person) -> str:
    """The first modules of a subject are the common ones."""
    modules = person.subject.modules
    return modules[int(dice.roll() * dice.roll() * len(modules))]


def _given(dice: Dice, person: Person, module: str, level: str, issued: int) -> Json:
    return _written(person, module, level, dice.draw(_GIVEN), issued, True)


def _certificate(dice: Dice, person: Person, module: str, level: str, issued: int = 0) -> Json:
    own = module.startswith("RTCM")
    status = dice.draw(_OWN if own else _OTHER)
    earliest = max(_FIRST_ISSUE, person.began + 200, _NEW.get(module, 0))
    on = dice.whole(min(earliest, TODAY - 3), TODAY - 3)
    if status in _NOT_YET:
        return {"module": module, "level": level, "status": status}
    return _written(
        person,
        module,
        level,
        status,
        max(issued, _NEW.get(module, 0)) or on,
        own or dice.roll() > _WITHOUT_END,
    )


def _written(person: Person, module: str, level: str, status: str, issued: int, ends: bool) -> Json:
    certificate: Json = {"module": module, "level": level, "issued": words(issued)}
    if ends:
        certificate["expires"] = words(years_after(issued, _VALID_YEARS))
    # One person gets one number a year in a module; a second level or a renewal carries its letter.
    suffix = "" if level == "participant" else "-" + level[0].upper()
    certificate["number"] = f"{module}-{year_of(issued)}-{person.number:06d}{suffix}"
    certificate["status"] = status
    return certificate


def _newest_first(certificate: Json) -> tuple[int, str, str]:
    issued = certificate.get("issued", "9999")
    return -int(issued.replace("-", "")), certificate["module"], certificate["level"]
