"""How far the names of many pairs agree: each two words are held against each other once, however many have them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz
from rapidfuzz.process import cpdist

from registry.duplicates.names import MOST_WORDS, NEARLY, ONE_NAME, Grade
from registry.duplicates.pairing import Bits, Hits, Rows
from registry.duplicates.wording import Wording

Grades = npt.NDArray[np.int64]


@dataclass(frozen=True)
class WordPairs:
    """Each two words: how far they agree, how alike they are spelled, and the sounds in common, else those of one."""

    grade: Grades  # (n_pairs,): a Grade
    alike: Bits  # (n_pairs,): 0 to 1
    sounds: Rows  # (n_pairs, MOST_WAYS): numbers of sounds, those that count in front, then -1


@dataclass(frozen=True)
class Agreements:
    """How pairs of readings agree, word by word of the shorter one."""

    pair: Rows  # (n,): which pair of names it is
    grades: Grades  # (n, MOST_WORDS): a Grade, -1 beyond the last word
    sounds: tuple[Rows, ...]  # MOST_WORDS times (n, MOST_WAYS): the sounds of each word


def agreements(wording: Wording, one: Rows, other: Rows) -> Agreements:
    """Every reading of names ``one`` against every reading of names ``other``."""
    pair, mine, theirs = _readings(wording, one, other)
    swap = wording.lengths[mine] > wording.lengths[theirs]
    shorter, longer = np.where(swap, theirs, mine), np.where(swap, mine, theirs)
    parts = [_of_lengths(wording, pair, shorter, longer, at) for at in _groups(wording, shorter, longer)]
    if not parts:
        nothing = np.zeros((0, wording.ways.shape[1]), np.int64)
        return Agreements(pair[:0], np.zeros((0, MOST_WORDS), np.int64), (nothing,) * MOST_WORDS)
    return Agreements(
        np.concatenate([each.pair for each in parts]),
        np.concatenate([each.grades for each in parts]),
        tuple(np.concatenate([each.sounds[at] for each in parts]) for at in range(MOST_WORDS)),
    )


def word_pairs(wording: Wording, mine: Rows, theirs: Rows) -> WordPairs:
    """What words ``mine`` and ``theirs`` have in common, pair by pair."""
    ours, others = (wording.ways[words][:, : wording.most_ways] for words in (mine, theirs))
    common = ((ours[:, :, None] == others[:, None, :]) & (ours[:, :, None] >= 0)).any(axis=2)
    sounds_alike = common.any(axis=1)
    alike = _alike(wording, mine, theirs, sounds_alike)
    same = np.where(alike >= ONE_NAME, Grade.SAME, Grade.APART)
    grade = np.where(sounds_alike, same, np.where(alike >= NEARLY, Grade.NEAR, Grade.APART)).astype(np.int64)
    sounds = np.where(common | ~sounds_alike[:, None], ours, -1)
    return WordPairs(grade, alike, -np.sort(-sounds, axis=1))


def _alike(wording: Wording, mine: Rows, theirs: Rows, sounds_alike: Hits) -> Bits:
    """How far words are spelled alike, 0 to 1; one that does not show its vowels is compared by sound alone."""
    plain, shown = wording.plain, wording.shows_vowels
    spelled = cpdist(plain[mine].tolist(), plain[theirs].tolist(), scorer=fuzz.ratio, dtype=np.float64) / 100
    return np.where(shown[mine] & shown[theirs], spelled, sounds_alike.astype(np.float64))


def _readings(wording: Wording, one: Rows, other: Rows) -> tuple[Rows, Rows, Rows]:
    """(pair, reading, reading) of every reading of one with every one of the other."""
    width = wording.read.shape[1]
    mine = np.repeat(wording.read[one], width, axis=1)
    theirs = np.tile(wording.read[other], (1, width))
    pair, at = np.nonzero((mine >= 0) & (theirs >= 0))
    return pair, mine[pair, at], theirs[pair, at]


def _groups(wording: Wording, shorter: Rows, longer: Rows) -> Iterator[Rows]:
    """Where readings of each two lengths stand."""
    lengths = wording.lengths[shorter] * (MOST_WORDS + 1) + wording.lengths[longer]
    yield from (np.flatnonzero(lengths == each) for each in np.unique(lengths))


def _of_lengths(wording: Wording, pair: Rows, shorter: Rows, longer: Rows, at: Rows) -> Agreements:
    """Each word of the shorter with the best of the longer that is left; all shorter, and all longer, of one length."""
    mine = wording.spelled[shorter[at]][:, : wording.lengths[shorter[at[0]]]]
    theirs = wording.spelled[longer[at]][:, : wording.lengths[longer[at[0]]]]
    n = len(wording.words)
    different, cells = np.unique(mine[:, :, None] * n + theirs[:, None, :], return_inverse=True)
    cells = cells.reshape(len(at), mine.shape[1], theirs.shape[1])
    known = word_pairs(wording, different // n, different % n)
    chosen = _chosen(known, cells)
    grades = np.full((len(at), MOST_WORDS), -1, np.int64)
    grades[:, : chosen.shape[1]] = known.grade[chosen]
    sounds = np.full((MOST_WORDS, len(at), wording.ways.shape[1]), -1, np.int64)
    for word in range(chosen.shape[1]):
        sounds[word, :, : known.sounds.shape[1]] = known.sounds[chosen[:, word]]
    return Agreements(pair[at], grades, tuple(sounds))


def _chosen(known: WordPairs, cells: Rows) -> Rows:
    """(n, words of the shorter): the pair of words that each is in; a word of the longer is taken once."""
    # A grade weighs more than any likeness.
    rank = (known.grade * 2 + known.alike)[cells]
    every = np.arange(len(cells))
    left = np.ones(cells.shape[::2], bool)
    chosen = np.empty(cells.shape[:2], np.int64)
    for word in range(cells.shape[1]):
        best = np.where(left, rank[:, word], -1.0).argmax(axis=1)
        chosen[:, word] = cells[every, word, best]
        left[every, best] &= known.grade[chosen[:, word]] == Grade.APART
    return chosen
