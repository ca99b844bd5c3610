"""One cell: a value of a profile as a spreadsheet holds it, and back."""

import re
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """How the cells of a column are written."""

    LINE = "line"
    TEXT = "text"
    CODE = "code"
    WHOLE = "whole number"
    NUMBER = "number"
    YES_NO = "yes or no"
    DAY = "day"
    CODES = "codes"
    LINES = "lines"
    PUBLICATIONS = "publications"


# What a spreadsheet may take for a formula when it stands first.
_FORMULA = "=+-@\t\r\n"
_QUOTED = _FORMULA + "'"
_SAYS: dict[str, bool] = {
    **dict.fromkeys(("yes", "true", "1", "bəli", "да", "evet"), True),
    **dict.fromkeys(("no", "false", "0", "xeyr", "нет", "hayır"), False),
}
_WHOLE = re.compile(r"[0-9]{1,15}(\.0+)?")
_NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]+|,[0-9]{1,2})?")
# Excel in Azerbaijani, Russian and Turkish shows a day so, and CSV keeps what is shown.
_DAY_FIRST = re.compile(r"([0-9]{2})\.([0-9]{2})\.([0-9]{4})")
_PUBLICATION = re.compile(r"([0-9]{4})?\s*\|\s*(.*)", re.DOTALL)


def cell_of(value: Any, kind: Kind) -> str | int | float | None:
    """A value as JSON has it, as a cell; None for an empty one."""
    if value is None or value in ("", []):
        return None
    if kind in (Kind.CODES, Kind.LINES):
        return guarded(("; " if kind is Kind.CODES else "\n").join(value))
    if kind is Kind.PUBLICATIONS:
        return guarded("\n".join(_publication(each) for each in value))
    if kind is Kind.YES_NO:
        return "yes" if value else "no"
    return guarded(value) if isinstance(value, str) else value


def value_of(cell: Any, kind: Kind) -> Any:
    """A cell as a value that JSON could have; what does not fit its kind stays as it is, to be refused by name."""
    text = unguarded(cell) if isinstance(cell, str) else cell
    if kind is Kind.TEXT:
        return str(text)
    if not isinstance(text, str):
        return _from_typed(text, kind)
    return _READ[kind](text.strip())


def guarded(text: str) -> str:
    """Text that no spreadsheet runs as a formula; ``unguarded`` gives it back as it was."""
    needs = (text[:1] and text[0] in _FORMULA) or (text[:1] == "'" and text[1:2] and text[1] in _QUOTED)
    return f"'{text}" if needs else text


def unguarded(text: str) -> str:
    """Text without the apostrophe that kept it from being a formula."""
    return text[1:] if text[:1] == "'" and text[1:2] and text[1] in _QUOTED else text


def _from_typed(cell: Any, kind: Kind) -> Any:
    """A number or a yes where the spreadsheet kept one."""
    if kind is Kind.YES_NO or kind in (Kind.WHOLE, Kind.NUMBER, Kind.DAY):
        return _SAYS.get(str(cell).lower(), cell) if kind is Kind.YES_NO else cell
    return _READ[kind](str(cell))


def _whole(text: str) -> Any:
    return int(text.partition(".")[0]) if _WHOLE.fullmatch(text) else text


def _number(text: str) -> Any:
    if not _NUMBER.fullmatch(text):
        return text
    return int(text) if text.isdigit() else float(text.replace(",", "."))


def _day(text: str) -> str:
    found = _DAY_FIRST.fullmatch(text)
    return "-".join(reversed(found.groups())) if found else text


def _codes(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _publication(each: dict[str, Any]) -> str:
    title, year = each.get("title", ""), each.get("year")
    # A title that looks like a year and a title is set apart by an empty year.
    return f"{year or ''} | {title}".strip() if year or _PUBLICATION.fullmatch(title) else title


def _publications(text: str) -> list[dict[str, Any]]:
    return [_one_publication(line) for line in _lines(text)]


def _one_publication(line: str) -> dict[str, Any]:
    found = _PUBLICATION.fullmatch(line)
    if found is None:
        return {"title": line}
    year, title = found.groups()
    return {"title": title, "year": int(year)} if year else {"title": title}


_READ: dict[Kind, Any] = {
    Kind.LINE: str,
    Kind.TEXT: str,
    Kind.CODE: str,
    Kind.WHOLE: _whole,
    Kind.NUMBER: _number,
    Kind.YES_NO: lambda text: _SAYS.get(text.casefold(), text),
    Kind.DAY: _day,
    Kind.CODES: _codes,
    Kind.LINES: _lines,
    Kind.PUBLICATIONS: _publications,
}
