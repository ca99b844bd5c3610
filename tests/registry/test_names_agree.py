"""Names by number agree as they do word by word: the plain rule, pair by pair, is the control."""

from dataclasses import dataclass
from itertools import product
from math import log2

import numpy as np
import pytest
from rapidfuzz import fuzz

from registry.duplicates.agreeing import agreements
from registry.duplicates.entries import Entries
from registry.duplicates.finding import Comparison
from registry.duplicates.name_sign import NamesAgree
from registry.duplicates.names import Grade, readings
from registry.sample import sample_pool
from registry.sample.second_entries import second_entries
from registry.snapshot import Snapshot
from tests.builders import a_specialist

APART, NEAR, SAME = Grade


@dataclass
class Plain:
    """Two readings, held against each other word by word."""

    grades: list[Grade]
    sounds: list[set[str]]


def grade(one, other) -> tuple[Grade, float]:
    heard = bool({*one.ways} & {*other.ways})
    alike = fuzz.ratio(one.plain, other.plain) / 100 if one.vowels and other.vowels else float(heard)
    if heard:
        return (SAME if alike >= 0.65 else APART), alike
    return (NEAR if alike >= 0.84 else APART), alike


def plainly(shorter, longer) -> Plain:
    left, found = list(longer), Plain([], [])
    for mine in shorter:
        best = max(left, key=lambda each: grade(mine, each))
        if grade(mine, best)[0] is not APART:
            left.remove(best)
        found.grades.append(grade(mine, best)[0])
        found.sounds.append({*mine.ways} & {*best.ways} or {*mine.ways})
    return found


def worth(found: Plain, sounds: dict[str, float], keys: dict[frozenset[str], float], rarest: float) -> float:
    agreeing = [each for each, grade in zip(found.sounds, found.grades, strict=True) if grade is not APART]
    if not agreeing:
        return -9.0
    shares = sorted(max(sounds[way] for way in ways) for ways in agreeing)
    share = shares[0]
    if len(agreeing) > 1:
        joint = max(keys.get(frozenset(each), 0) for each in product(*agreeing[:2]))
        share = min(8 * shares[0] * shares[1], joint or 1)
    bits = min(-log2(max(share, rarest)), 26)
    if len(agreeing) == 1 and len(found.grades) > 1:
        return min(bits, 3) - 9
    return bits - 5 * found.grades.count(NEAR) - 9 * found.grades.count(APART)


def shares(things, named, n: int) -> dict:
    counts = np.bincount(things, minlength=len(named)).tolist()
    return {name: max(count - 1.5, 0.5) / n for name, count in zip(named, counts, strict=True)}


@pytest.fixture(scope="module")
def entries() -> Entries:
    people = [each for block in sample_pool(200, 8) for each in block.specialists]
    odd = [("Anar", ""), ("-", ""), ("Джамшид", "Wong"), ("Cəmil Anar Elçin", "Əliyev"), ("Anar Samir", "Namik Wali")]
    # Two frequent words that hardly ever go together.
    for end in "bdfgklmnprstvz":
        odd += [("Anar", f"Xalid{end}"), (f"Tolga{end}", "Əliyev")]
    odd.append(("Anar", "Əliyev"))
    more = [a_specialist(f"odd{n:02}", name={"given": a, "family": b}) for n, (a, b) in enumerate(odd)]
    return Entries.of(Snapshot.of([*people, *more, *(each.specialist for each in second_entries(people, 60, 8))]))


def test_bits_are_those_of_the_plain_rule(entries):
    n = max(len(entries), 200)
    sounds = shares(*entries.sounds[1:], n)
    keys = {frozenset(key.split(" ")): share for key, share in shares(*entries.keys[1:], n).items() if " " in key}
    first, second = np.triu_indices(len(entries), 1)
    got = NamesAgree(entries).bits(first, second)
    seen = set()
    every_seventh = np.arange(len(first)) % 7 == 0
    odd = np.char.startswith(entries.ids, "odd")
    some = every_seventh | (odd[first] & odd[second])
    for one, other, bits in zip(first[some].tolist(), second[some].tolist(), got[some].tolist(), strict=True):
        every = product(*(readings(entries.names[row], entries.natives[row]) for row in (one, other)))
        # Of two words each, either may be the one that is held against the other.
        turned = [plainly(*two) for a, b in every for two in ((a, b), (b, a)) if len(two[0]) <= len(two[1])]
        best = max(((sum(each.grades), -each.grades.count(APART)) for each in turned), default=None)
        likely = [each for each in turned if (sum(each.grades), -each.grades.count(APART)) == best]
        expected = [worth(each, sounds, keys, 1 / (n * n)) for each in likely] or [-9.0]
        assert min(abs(bits - each) for each in expected) < 1e-9, (entries.names[one], entries.names[other])
        seen |= {grade for each in likely for grade in each.grades}
    assert seen == {APART, NEAR, SAME}


def test_a_word_of_the_longer_name_is_taken_once():
    twice = Entries.of(Snapshot.of([person("a", "Anar Anar"), person("b", "Anar Samir")]))
    found = agreements(twice.wording, np.array([0]), np.array([1]))
    assert found.grades.tolist() == [[SAME, APART, -1, -1]]


def person(id: str, name: str):
    return a_specialist(id, name={"given": name, "family": ""})


@pytest.mark.parametrize("least", [5, 50, 95])
def test_who_is_not_compared_would_not_be_found(least):
    """Everybody against everybody finds nobody by name who does not meet by name."""
    people = [each for block in sample_pool(400, 9) for each in block.specialists]
    again = [each.specialist for each in second_entries(people, 80, 9)]
    comparison = Comparison(Snapshot.of([*people, *again]))
    entries, found = comparison.entries, {(each.first, each.second) for each in comparison.find(least, set())}
    keys = {row: set() for row in range(len(entries))}
    for row, key in zip(*(each.tolist() for each in entries.keys[:2]), strict=True):
        keys[row].add(key)
    met = ((one, other) for one in keys for other in keys if one < other and keys[one] & keys[other])
    likely = {(told.first, told.second) for told in (comparison.pair(*rows) for rows in met) if told.score > least}
    assert likely
    assert likely <= found
