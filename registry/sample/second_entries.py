"""Second entries of people who are in a pool already, as offices make them: another script, spelling or order."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from registry.domain import Specialist
from registry.sample.dice import Dice, Table

Json = dict[str, Any]
Respelling = Callable[[Dice, str, str, str], tuple[str, str] | None]

# Latin letters as a Russian office writes them; longer spellings first. Where two stand, either is met.
_CYRILLIC = (
    *(("shch", "щ"), ("zh", "ж"), ("kh", "х"), ("ch", "ч"), ("sh", "ш"), ("ts", "ц"), ("gh", "г"), ("ph", "ф")),
    *(("yu", "ю"), ("ya", "я"), ("yo", "ё"), ("ye", "е"), ("iy", "ий"), ("yi", "ый"), ("ay", "ай"), ("ey", "ей")),
    *(
        ("ə", "а|е"),
        ("ç", "ч"),
        ("ş", "ш"),
        ("ğ", "г"),
        ("ö", "о|ё"),
        ("ü", "у|ю"),
        ("ı", "ы"),
        ("x", "х"),
        ("q", "г|к"),
    ),
    *(("c", "дж"), ("j", "дж"), ("h", "г|х"), ("w", "в"), ("y", "й"), ("ä", "я|е"), ("ý", "й"), ("ž", "ж"), ("ň", "н")),
    *zip("abdefgiklmnoprstuvz", "абдефгиклмнопрстувз", strict=True),
)
# One office's Latin spelling in place of another's.
_LATIN = (
    *(("sh", "ş|sch"), ("kh", "x|h"), ("zh", "j"), ("dzh", "j"), ("gh", "g|q"), ("ch", "ç|tch"), ("ya", "ia|ja")),
    *(("yu", "iu|ju"), ("ov", "off|ow"), ("ev", "eff|yev"), ("iy", "y|i"), ("ei", "ey"), ("ou", "u|oo"), ("ee", "i")),
    *(("j", "c|dj|dzh"), ("q", "g|k"), ("w", "v"), ("mm", "m"), ("ss", "s"), ("a", "e|a"), ("u", "ou|u"), ("y", "i|y")),
)
_FATHERS = ("Həsən", "Əli", "Rəşid", "Murad", "Kamal", "Yusif")
_FATHERS_IN_RUSSIAN = ("Гасанович", "Алиевич", "Рашидович", "Мурадович", "Иванович", "Петрович")
_FATHERS_OF_WOMEN = ("Гасановна", "Алиевна", "Рашидовна", "Мурадовна", "Ивановна", "Петровна")
_SLIPS = "aeioulnrst"


@dataclass(frozen=True)
class SecondEntry:
    """An entry that was made anew: whose it is, and what became of the name."""

    of: str
    kind: str
    specialist: Specialist


def second_entries(people: Sequence[Specialist], count: int, seed: int) -> Iterator[SecondEntry]:
    """So many second entries of different people; ids begin with ``again-``."""
    dice = Dice(f"second entries/{seed}")
    for number, person in enumerate(dice.shuffled(people)[:count]):
        kind, given, family = _respelled(dice, person)
        facts = _facts(dice, person)
        entry = {"schema": "specialist/1", "id": f"again-{number:06}", "name": {"given": given, "family": family}}
        yield SecondEntry(person.id, kind, Specialist.model_validate({**entry, **facts}))


def _respelled(dice: Dice, person: Specialist) -> tuple[str, str, str]:
    """(kind, given, family) in a way that changes the name."""
    name = person.name
    for kind, respell in ((kind, KINDS[kind]) for kind in (dice.draw(_SHARES) for _ in range(20))):
        found = respell(dice, name.given, name.family, name.native or "")
        if found is not None and found != (name.given, name.family):
            return kind, *found
    return "same", name.given, name.family


def _own_script(dice: Dice, given: str, family: str, native: str) -> tuple[str, str] | None:
    own, _, last = native.rpartition(" ")
    return (own, last) if own and native != f"{given} {family}" else None


def _cyrillic(dice: Dice, given: str, family: str, native: str) -> tuple[str, str] | None:
    if native and native[0] > "ɏ":
        return None  # it has a script of its own
    own, _, last = (native or f"{given} {family}").rpartition(" ")
    if " " in last or not own:
        return None
    return _written(dice, own, _CYRILLIC, 1.0).title(), _written(dice, last, _CYRILLIC, 1.0).title()


def _latin(dice: Dice, given: str, family: str, native: str) -> tuple[str, str] | None:
    return _written(dice, given, _LATIN, 0.5).title(), _written(dice, family, _LATIN, 0.5).title()


def _ordered(dice: Dice, given: str, family: str, native: str) -> tuple[str, str] | None:
    return family, given


def _with_father(dice: Dice, given: str, family: str, native: str) -> tuple[str, str] | None:
    if native and "Ѐ" < native[0] < "ԯ":
        own, _, last = native.rpartition(" ")
        fathers = _FATHERS_OF_WOMEN if last.endswith("а") else _FATHERS_IN_RUSSIAN
        return f"{own} {dice.pick(fathers)}", last
    child = "qızı" if family.endswith("a") else "oğlu"
    return f"{given} {dice.pick(_FATHERS)} {child}", family


def _slip(dice: Dice, given: str, family: str, native: str) -> tuple[str, str] | None:
    at = dice.whole(1, max(1, len(family) - 1))
    slip = dice.pick(("drop", "double", "swap", "other"))
    if slip == "drop":
        return given, family[:at] + family[at + 1 :]
    if slip == "double":
        return given, family[:at] + family[at : at + 1] + family[at:]
    if slip == "swap":
        return given, family[:at] + family[at : at + 2][::-1] + family[at + 2 :]
    return given, family[:at] + dice.pick(_SLIPS) + family[at + 1 :]


KINDS: dict[str, Respelling] = {
    "own script": _own_script,
    "cyrillic": _cyrillic,
    "other latin": _latin,
    "other order": _ordered,
    "father's name": _with_father,
    "slip": _slip,
}
_SHARES = Table([*zip(KINDS, (0.25, 0.2, 0.25, 0.1, 0.1, 0.1), strict=True)])


def _written(dice: Dice, word: str, spellings: Sequence[tuple[str, str]], share: float) -> str:
    """A word in other letters; each spelling is replaced with a chance of ``share``."""
    left, found = word.lower(), ""
    while left:
        spelling = next((each for each in spellings if left.startswith(each[0])), None)
        if spelling is None or not (share == 1.0 or dice.chance(share)):
            found, left = found + left[0], left[1:]
        else:
            found, left = found + dice.pick(spelling[1].split("|")), left[len(spelling[0]) :]
    return found


def _facts(dice: Dice, person: Specialist) -> Json:
    """What the second entry tells of the same person: part of it, in other words here and there."""
    told = person.model_dump(mode="json", exclude_defaults=True, by_alias=True)
    thin = dice.chance(0.2)
    lists = ("skills", "languages", "countries", "certificates", "missions", "publications")
    found: Json = {name: [each for each in told.get(name, []) if not thin and dice.chance(0.6)] for name in lists}
    for name, share in (("gender", 0.7), ("nationalities", 0.8), ("residence", 0.5), ("organisation", 0.6)):
        if name in told and dice.chance(share):
            found[name] = told[name]
    if "experience_years" in told and dice.chance(0.7):
        found["experience_years"] = max(0.0, told["experience_years"] + dice.whole(-2, 2))
    for certificate in found["certificates"]:
        if dice.chance(0.5):
            certificate.pop("number", None)
    return found
