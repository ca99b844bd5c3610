"""Finding the stored form of a term: by code at once, by name whatever its script and case, or by proposing."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING, TypeVar

from registry.errors import UnknownTerm

# What reads files, names and near misses is imported where it is first needed: most commands only see codes.
if TYPE_CHECKING:
    from babel import Locale

# Languages of the interface; every label exists in the first.
LANGS = ("en", "az", "ru", "tr")

# Longer terms are no names; cutting them keeps a hostile input cheap.
_LONGEST = 120
_NEAR_ENOUGH = 72
_PROPOSED = 3
# In three letters nearly everything is near.
_SHORTEST_NEAR = 4
# Import meets the same few terms over and over; more different ones than this are not kept.
_KEPT = 20_000

Kept = TypeVar("Kept")
Names = Mapping[str, tuple[str, ...]]  # folded name -> the ids it stands for


def read_rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of one of our own data files."""
    import csv
    from importlib.resources import files

    text = (files("registry") / "data" / name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


def listed(cell: str, separator: str = "|") -> tuple[str, ...]:
    """The parts of a cell that holds several values."""
    return tuple(part for part in cell.split(separator) if part)


def fold(name: str) -> str:
    """A name without case, diacritics, script and punctuation: ``Türkiyə``, ``TURKIYE`` and ``türkiye`` are one."""
    from anyascii import anyascii

    plain = name[:_LONGEST].casefold().replace("&", " and ")
    return " ".join(re.findall(r"[a-z0-9]+", anyascii(plain).casefold()))


@cache
def locale(lang: str) -> "Locale":
    """The CLDR data of one interface language."""
    from babel import Locale

    return Locale.parse(lang)


def by_name(pairs: Iterable[tuple[str, str]]) -> Names:
    """Group (name, id) pairs by folded name."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for name, id in pairs:
        folded = fold(name)
        if folded:
            found[folded][id] = None
    return {name: tuple(ids) for name, ids in found.items()}


def _keep(kept: dict[str, Kept], term: str, found: Kept) -> Kept:
    """What was found, kept for the next time while there is room."""
    if len(kept) < _KEPT:
        kept[term] = found
    return found


class Lookup:
    """Callable that turns any usual form of a term into its id.

    ``codes``: every code in lower case -> id. ``names``: called once, when no code fits. ``label``: how an id is
    shown in a proposal. ``doubtful``: whether a term that is a code is written as a name would be; where it is also
    the name of something else it is refused with both.
    """

    def __init__(
        self,
        kind: str,
        expected: str,
        codes: Callable[[], Mapping[str, str]],
        names: Callable[[], Names],
        label: Callable[[str], str],
        doubtful: Callable[[str], bool] = lambda term: False,
    ) -> None:
        self.kind = kind
        self.expected = expected
        self._codes = codes
        self._names = names
        self._label = label
        self._doubtful = doubtful
        self._known: dict[str, str] = {}
        self._proposed: dict[str, tuple[str, ...]] = {}

    def __call__(self, term: object) -> str:
        """The id of a term; UnknownTerm with the nearest ones, or with all it could mean."""
        if isinstance(term, str):
            # Import asks the same few hundred codes a million times.
            known = self._known.get(term)
            if known is not None:
                return known
            return _keep(self._known, term, self._find(term))
        raise UnknownTerm(self.kind, term, expected=self.expected)

    def _find(self, term: str) -> str:
        ids = self._meant(term.strip()) if len(term) <= _LONGEST else ()
        if len(ids) == 1:
            return ids[0]
        if ids:
            meant = " or ".join(self._shown(id) for id in ids)
            raise UnknownTerm(self.kind, term, expected=f"a code, for the name could mean {meant}")
        raise UnknownTerm(self.kind, term, self._nearest(fold(term)), self.expected)

    def _meant(self, term: str) -> tuple[str, ...]:
        """All that a term could mean."""
        code = self._codes().get(term.lower())
        if code is None:
            return self._names().get(fold(term), ())
        if not self._doubtful(term):
            return (code,)
        return tuple(dict.fromkeys((code, *self._names().get(fold(term), ()))))

    def _shown(self, id: str) -> str:
        return f"{id} ({self._label(id)})"

    @cached_property
    def _terms(self) -> Names:
        """Codes and names, folded, as what an unknown term is compared with."""
        return {**{fold(code): (id,) for code, id in self._codes().items()}, **self._names()}

    def _nearest(self, folded: str) -> tuple[str, ...]:
        if len(folded) < _SHORTEST_NEAR:
            return ()
        known = self._proposed.get(folded)
        return known if known is not None else _keep(self._proposed, folded, self._compare(folded))

    def _compare(self, folded: str) -> tuple[str, ...]:
        from rapidfuzz import fuzz, process

        near: dict[str, None] = {}
        for name, _, _ in process.extract(folded, self._terms.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR_ENOUGH):
            near.update(dict.fromkeys(self._terms[name]))
        return tuple(self._shown(id) for id in list(near)[:_PROPOSED])
