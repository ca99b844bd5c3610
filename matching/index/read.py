"""What past missions and publications say in words, and how near each is to a request."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.arrays import Column, Shares
from matching.index.texts import Texts
from matching.index.walk import Walk
from matching.text.lexicon import Lexicon
from registry.vocabulary import competences, modules

_KEPT = 200_000

Line = tuple[Column, Shares]  # stems, weights


@dataclass(frozen=True)
class Wanted:
    """A request as words: what each stem weighs, and how near it is to each past mission and sealed publication."""

    text: str
    stems: Shares  # (n_stems,)
    records: Shares  # (n_missions,)
    works: Shares  # (n_works,)

    @property
    def empty(self) -> bool:
        """Whether no word of the request is known."""
        return not self.stems.any()


@dataclass(frozen=True)
class Read:
    """Past missions and publications as rows of stems.

    The lexicon is that of the past missions and of our taxonomy. Publications are read by it and do not belong to it:
    no fact of a profile moves what a word says.
    """

    lexicon: Lexicon
    records: Any  # (n_missions, n_stems), sparse
    works: Any  # (n_works, n_stems), sparse: the sealed ones
    _lines: dict[str, Line] = field(default_factory=dict, init=False, compare=False, repr=False)
    _last: list[Wanted] = field(default_factory=list, init=False, compare=False, repr=False)

    @classmethod
    def of(cls, past: Walk, works: Texts) -> "Read":
        """Read the past missions of a walk, and the publications that are sealed."""
        records = [record_text(past, mission) for mission in range(len(past))]
        lexicon = Lexicon.of([*records, *_taxonomy()])
        sealed = lexicon.vectors([works[at] for at in range(works.sealed)])
        return cls(lexicon, lexicon.vectors(records), sealed)

    def wanted(self, text: str) -> Wanted:
        """A request in words; that of the last time when it is the same."""
        for last in self._last:
            if last.text == text:
                return last
        stems = self.lexicon.vectors([text]).toarray()[0]
        found = Wanted(text, stems, _near(self.records, stems), _near(self.works, stems))
        self._last[:] = [found]
        return found

    def near(self, wanted: Wanted, texts: Sequence[str]) -> Shares:
        """(n,): how near publications are that were added since."""
        return np.array([nearness(self.line(text), wanted) for text in texts], np.float64)

    def line(self, text: str) -> Line:
        """The stems of one text and what they weigh; remembered."""
        line = self._lines.get(text)
        if line is None:
            if len(self._lines) >= _KEPT:
                self._lines.clear()
            vector = self.lexicon.vectors([text])
            line = self._lines[text] = (vector.indices, vector.data)
        return line


def record_text(past: Walk, mission: int) -> str:
    """A past mission in words: its title, the competences that it was about, and the module that it taught."""
    about = [past.hubs[hub].partition(":") for hub in past.hubs_of.of_one(mission)]
    asked = [id for kind, _, id in about if kind == "competence" and id in competences()]
    broader = {each for id in asked for each in competences()[id].ancestors}
    named = [competences()[id].label() for id in asked if id not in broader]
    taught = [modules()[id].title for kind, _, id in about if kind == "course" and id in modules()]
    return ". ".join([past.titles[mission], *named, *taught])


def _taxonomy() -> Iterator[str]:
    """Every competence and module in words: they tell which words are common in the field, however few the missions."""
    for each in competences().values():
        yield f"{each.label()}. {each.scope_note}"
    yield from (each.title for each in modules().values())


def _near(rows: Any, stems: Shares) -> Shares:
    found: Shares = np.minimum(np.asarray(rows @ stems, np.float64), 1.0)
    return found


def nearness(line: Line, wanted: Wanted) -> float:
    """How near one text is to a request; added up in order, as the rows of a sparse matrix are."""
    stems, weights = line
    return min(float(sum((wanted.stems[stems] * weights).tolist())), 1.0)


def record_line(read: Read, mission: int) -> Line:
    """The stems of a past mission and what they weigh."""
    row = slice(read.records.indptr[mission], read.records.indptr[mission + 1])
    return read.records.indices[row], read.records.data[row]


def sharing(line: Line, stems: Shares) -> Iterable[int]:
    """The stems that a text has in common with a request, those first that bring it nearest."""
    at, weights = line
    counts = stems[at] * weights
    order: npt.NDArray[np.int64] = np.lexsort((at, -counts))
    return (int(at[place]) for place in order if counts[place] > 0)
