"""The sheet of codes that drop-downs offer, each beside its name."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from registry.sheets import LISTS
from registry.vocabulary import LANGS, competences, countries, languages, modules


@dataclass(frozen=True)
class Offered:
    """One list: where it begins, and its codes with their names."""

    letter: str
    codes: Callable[[], list[tuple[str, str]]]

    @property
    def cells(self) -> str:
        """The cells that hold the codes."""
        return f"{LISTS}!${self.letter}$2:${self.letter}${len(self.codes()) + 1}"


def _competences() -> list[tuple[str, str]]:
    return [(each.id, " / ".join(each.labels.values())) for each in competences().values()]


def _countries() -> list[tuple[str, str]]:
    return [(each.alpha3, _all(each)) for each in countries().values()]


def _languages() -> list[tuple[str, str]]:
    return [(each.code, _all(each)) for each in languages().values()]


def _modules() -> list[tuple[str, str]]:
    return [(each.id, _all(each)) for each in modules().values()]


def _all(term: Any) -> str:
    return " / ".join(dict.fromkeys(term.label(lang) for lang in LANGS))


OFFERED = {
    "competence": Offered("A", _competences),
    "country": Offered("C", _countries),
    "language": Offered("E", _languages),
    "module": Offered("G", _modules),
}


def write_lists(sheet: Any) -> None:
    """Write every list as two columns: codes, and names in the interface languages."""
    sheet.append([heading for name in OFFERED for heading in (name, "name")])
    for row in _rows():
        sheet.append(row)


def _rows() -> Iterator[list[str]]:
    lists = [offered.codes() for offered in OFFERED.values()]
    for at in range(max(map(len, lists))):
        yield [cell for each in lists for cell in (each[at] if at < len(each) else ("", ""))]
