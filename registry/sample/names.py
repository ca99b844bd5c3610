"""Names put together at random from lists of common given and family names; no real person is meant."""

from registry.sample.dice import Dice
from registry.sample.lists import names
from registry.sample.people import Json, Person

# Arabic names often carry the father's given name after the own one.
_WITH_FATHER = 0.4


def name(dice: Dice, person: Person) -> Json:
    """Given and family name in Latin letters, and in the person's own where these differ."""
    lists = names()[person.culture, "female" if person.woman else "male"]
    given, own_given = dice.pick(lists.given)
    family, own_family = dice.pick(lists.family)
    if person.culture.startswith("arabic") and dice.chance(_WITH_FATHER):
        father, own_father = dice.pick(names()[person.culture, "male"].given)
        given, own_given = f"{given} {father}", f"{own_given} {own_father}"
    written: Json = {"given": given, "family": family}
    if own_given and (own_given, own_family) != (given, family):
        written["native"] = f"{own_given} {own_family}"
    return written
