"""What stands nearest in meaning, by vectors that an encoder made elsewhere."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from registry.vocabulary import competences

Vectors = npt.NDArray[np.float32]  # (n_texts, n_dimensions), rows of length 1

Encode = Callable[[Sequence[str]], Vectors]  # the same text always gives the same row


@dataclass(frozen=True)
class Encoders:
    """What turns texts into vectors: one for English, one for several languages beside each other."""

    english: Encode
    many: Encode


def names_of_competences() -> tuple[tuple[str, str], ...]:
    """(id, name) of every English name of every competence: what an encoder is to encode."""
    return tuple((each.id, name) for each in competences().values() for name in (each.labels["en"], *each.alternatives))


def nearest(wanted: Vectors, vectors: Vectors, ids: Sequence[str], top: int) -> list[tuple[str, float]]:
    """The ``top`` ids whose nearest vector is nearest to one that is wanted, with the cosine; ties by id.

    ``wanted`` (n_dimensions,); ``vectors`` (n, n_dimensions) with the id of each.
    """
    best: dict[str, float] = {}
    for id, near in zip(ids, (vectors @ wanted).tolist(), strict=True):
        best[id] = max(near, best.get(id, -1.0))
    return _first(best, top)


def _first(best: Mapping[str, float], top: int) -> list[tuple[str, float]]:
    return sorted(best.items(), key=lambda each: (-each[1], each[0]))[:top]
