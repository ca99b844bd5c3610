"""How near past missions and publications are to a request in meaning, by encoders that were handed in."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field

import numpy as np

from matching.arrays import Shares
from matching.index.read import record_text
from matching.index.texts import Texts
from matching.index.walk import Walk
from matching.text.meaning import Encoders, Vectors

_KEPT = 100_000
# Finer differences are rounding, which must not depend on what is multiplied together.
_DIGITS = 4


@dataclass(frozen=True)
class Meant:
    """The meanings of past missions and publications, encoded when they are first asked for."""

    encoders: Encoders
    _known: dict[Hashable, Vectors] = field(default_factory=dict, init=False, compare=False, repr=False)

    def nearness(self, text: str, foreign: bool, past: Walk, works: Texts) -> tuple[Shares, Shares]:
        """(n_missions,), (n_works,): how near each is to a text, 0 to 1.

        ``foreign``: whether the text is in another language than the records.
        """
        wanted = self._one(text, foreign)
        records = self._kept((foreign, 0), foreign, lambda: [record_text(past, each) for each in range(len(past))])
        sealed = self._kept((foreign, 1), foreign, lambda: [works[at] for at in range(works.sealed)])
        added = [self._one(each, foreign) for each in works.added]
        return _near(records, wanted), np.append(_near(sealed, wanted), _near(np.array(added), wanted))

    def _one(self, text: str, foreign: bool) -> Vectors:
        row: Vectors = self._kept((foreign, text), foreign, lambda: [text])[0]
        return row

    def _kept(self, key: Hashable, foreign: bool, texts: Callable[[], Sequence[str]]) -> Vectors:
        """(n, n_dimensions): what some texts mean, encoded once."""
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            said = texts()
            encode = self.encoders.many if foreign else self.encoders.english
            found = self._known[key] = encode(said) if said else np.zeros((0, 0), np.float32)
        return found


def _near(vectors: Vectors, wanted: Vectors) -> Shares:
    if not len(vectors):
        return np.zeros(0)
    near: Shares = np.asarray(vectors @ wanted, np.float64)
    return np.clip(near, 0.0, 1.0).round(_DIGITS)
