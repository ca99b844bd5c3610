"""Competences as pages offer them: in groups to choose from, and found by any of their names."""

import re
from functools import cache

from registry.vocabulary import Competence, competences, fold

_WORD = re.compile(r"\w+")
# A name of fewer letters stands in too many texts that mean something else.
_TELLS = 5


@cache
def competence_groups(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """(label of a top group, (id, label) of it and all below it) in the order of the taxonomy."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in competences().values():
        top = each.ancestors[-1] if each.ancestors else each.id
        groups.setdefault(top, []).append((each.id, each.label(language)))
    return [(competences()[top].label(language), members) for top, members in groups.items()]


def found(typed: str, most: int) -> list[Competence]:
    """The competences that hold every word typed, in any language or synonym; those that begin with it first."""
    parts = fold(typed).split()
    held = [(each, text) for each, text in _texts() if all(part in text for part in parts)]
    return [each for each, _ in sorted(held, key=lambda each: _far(each[1], parts))[:most]]


def named_in(text: str) -> list[str]:
    """The ids of competences one of whose names stands in a text, word by word, in any language."""
    read = f" {' '.join(_WORD.findall(fold(text)))} "
    return [each.id for each, names in _texts() if any(f" {name} " in read for name in _plain(names))]


def _plain(names: str) -> list[str]:
    """Names as the words that they are made of; very short ones say too little."""
    plain = (" ".join(_WORD.findall(name)) for name in names.split("|"))
    return [name for name in plain if len(name) >= _TELLS]


def broader(each: Competence, language: str) -> list[str]:
    """The labels of what a competence belongs to, the broadest first."""
    return [competences()[id].label(language) for id in reversed(each.ancestors)]


@cache
def _texts() -> list[tuple[Competence, str]]:
    """Every competence with all that it is called, folded, one name in each part."""
    return [(each, "|".join(map(fold, (*each.labels.values(), *each.alternatives)))) for each in competences().values()]


def _far(text: str, typed: list[str]) -> tuple[bool, int]:
    """How far a competence is from what was typed: first those with a name that begins so, then the short ones."""
    begun = " ".join(typed)
    return not any(name.startswith(begun) for name in text.split("|")), len(text)
