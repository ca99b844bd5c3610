"""Finding the stored form of a term: by code at once, by name whatever its script and case, or by proposing."""

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files

from anyascii import anyascii
from babel import Locale
from rapidfuzz import fuzz, process

from registry.errors import UnknownTerm

# Languages of the interface; every label exists in the first.
LANGS = ("en", "az", "ru", "tr")

# Longer terms are no names; cutting them keeps a hostile input cheap.
_LONGEST = 120
_NEAR_ENOUGH = 72
_PROPOSED = 3

Names = Mapping[str, tuple[str, ...]]  # folded name -> the ids it stands for


def read_rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of one of our own data files."""
    text = (files("registry") / "data" / name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


def listed(cell: str, separator: str = "|") -> tuple[str, ...]:
    """The parts of a cell that holds several values."""
    return tuple(part for part in cell.split(separator) if part)


def fold(name: str) -> str:
    """A name without case, diacritics, script and punctuation: ``Türkiyə``, ``TURKIYE`` and ``türkiye`` are one."""
    return " ".join(re.findall(r"[a-z0-9]+", anyascii(name[:_LONGEST].casefold()).casefold()))


@cache
def locale(lang: str) -> Locale:
    """The CLDR data of one interface language."""
    return Locale.parse(lang)


def by_name(pairs: Iterable[tuple[str, str]]) -> Names:
    """Group (name, id) pairs by folded name."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for name, id in pairs:
        folded = fold(name)
        if folded:
            found[folded][id] = None
    return {name: tuple(ids) for name, ids in found.items()}


class Lookup:
    """Callable that turns any usual form of a term into its id.

    ``codes``: every code in lower case -> id. ``names``: called once, when no code fits. ``label``: how an id is
    shown in a proposal.
    """

    def __init__(
        self,
        kind: str,
        expected: str,
        codes: Callable[[], Mapping[str, str]],
        names: Callable[[], Names],
        label: Callable[[str], str],
    ) -> None:
        self.kind = kind
        self.expected = expected
        self._codes = codes
        self._names = names
        self._label = label
        self._known: dict[str, str] = {}

    def __call__(self, term: object) -> str:
        """The id of a term; UnknownTerm with the nearest ones, or with all it could mean."""
        if isinstance(term, str):
            # Import asks the same few hundred codes a million times.
            known = self._known.get(term)
            if known is not None:
                return known
            return self._remember(term, self._find(term))
        raise UnknownTerm(self.kind, term, expected=self.expected)

    def _remember(self, term: str, id: str) -> str:
        if len(self._known) < 20_000:
            self._known[term] = id
        return id

    def _find(self, term: str) -> str:
        code = self._codes().get(term.strip().lower()) if len(term) <= _LONGEST else None
        if code is not None:
            return code
        ids = self._names().get(fold(term), ()) if len(term) <= _LONGEST else ()
        if len(ids) == 1:
            return ids[0]
        if ids:
            meant = " or ".join(self._shown(id) for id in ids)
            raise UnknownTerm(self.kind, term, expected=f"a code, for the name could mean {meant}")
        raise UnknownTerm(self.kind, term, self._nearest(term), self.expected)

    def _shown(self, id: str) -> str:
        return f"{id} ({self._label(id)})"

    def _nearest(self, term: str) -> list[str]:
        folded, near = fold(term), {}
        if not folded:
            return []
        choices = {**{fold(code): (id,) for code, id in self._codes().items()}, **self._names()}
        for name, _, _ in process.extract(folded, choices.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR_ENOUGH):
            near.update(dict.fromkeys(choices[name]))
        return [self._shown(id) for id in list(near)[:_PROPOSED]]
