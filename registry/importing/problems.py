"""What pydantic found wrong, as problems that name line, field, what was found and what was expected."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import process

from registry.errors import Problem, UnknownTerm, quoted
from registry.importing.reading import Path_, Record

# Errors of pydantic in plain words; ``{}`` parts come from the error's own context.
_WORDS = {
    "missing": "required field is missing",
    "int_type": "expected a whole number",
    "int_parsing": "expected a whole number",
    "int_from_float": "expected a whole number",
    "float_type": "expected a number",
    "float_parsing": "expected a number",
    "finite_number": "expected a finite number",
    "bool_type": "expected true or false",
    "bool_parsing": "expected true or false",
    "string_type": "expected text",
    "string_unicode": "expected whole Unicode characters",
    "string_too_long": "expected at most {max_length} characters",
    "string_too_short": "expected some text",
    "string_pattern_mismatch": "expected text without control characters",
    "enum": "expected one of {expected}",
    "literal_error": "expected {expected}",
    "greater_than": "expected more than {gt:g}",
    "greater_than_equal": "expected {ge:g} or more",
    "less_than": "expected less than {lt:g}",
    "less_than_equal": "expected {le:g} or less",
    "too_short": "expected at least {min_length}",
    "too_long": "expected at most {max_length}",
    "tuple_type": "expected a list",
    "list_type": "expected a list",
    "dict_type": "expected a mapping of names to values",
    "model_type": "expected a mapping of names to values",
    "model_attributes_type": "expected a mapping of names to values",
    "date_from_datetime_inexact": "expected a date as YYYY-MM-DD",
    "date_from_datetime_parsing": "expected a date as YYYY-MM-DD",
    "date_parsing": "expected a date as YYYY-MM-DD",
    "date_type": "expected a date as YYYY-MM-DD",
    "union_tag_invalid": "expected kind to be one of {expected_tags}",
    "union_tag_not_found": "required field is missing: kind",
}
_ID_PATTERN = "expected letters, digits and . _ : @ -, at most 64, beginning with a letter or digit"


def problems_of(fault: ValidationError, file: Path, record: Record, model: type[BaseModel]) -> Iterator[Problem]:
    """One problem per cause, each at its line where the file has lines for parts."""
    errors = fault.errors(include_url=False)
    for error in errors:
        if _only_follows(error, errors):
            continue
        path = _in_record(error["loc"], record.value)
        missing = error["type"] == "missing"
        found = "" if missing or error["type"] in _ABOUT_THE_WHOLE else _shown(error["input"])
        line, place = record.place(path, missing)
        yield Problem(str(file), line, place, found, _expected(error, model, path))


def _only_follows(error: ErrorDetails, errors: list[ErrorDetails]) -> bool:
    """Whether a list is "too short" only because what stands in it is wrong."""
    place = error["loc"]
    inside = (each["loc"] for each in errors if len(each["loc"]) > len(place))
    return error["type"] == "too_short" and any(loc[: len(place)] == place for loc in inside)


# These speak of a whole record or part, which would be long to show.
_ABOUT_THE_WHOLE = {
    "extra_forbidden",
    "order",
    "overlap",
    "repeated",
    "empty_name",
    "one_of",
    "must_only",
    "no_weight",
}


def _in_record(loc: tuple[int | str, ...], value: Any) -> Path_:
    """The place of an error in what was written: pydantic also names the kind of each requirement on the way."""
    path: list[int | str] = []
    for part in loc:
        came_by_place = bool(path) and isinstance(path[-1], int)
        if came_by_place and isinstance(value, Mapping) and part == value.get("kind"):
            path.append("")  # the next part is a field, even one of the same name
            continue
        path = [each for each in path if each != ""] + [part]
        value = _inside(value, part)
    return tuple(each for each in path if each != "")


def _inside(value: Any, part: int | str) -> Any:
    if isinstance(value, Mapping):
        return value.get(part)
    if isinstance(value, list) and isinstance(part, int) and part < len(value):
        return value[part]
    return None


def _shown(found: Any) -> str:
    if isinstance(found, dict):
        return "a mapping"
    if isinstance(found, list | tuple):
        return "a list"
    if found is None:
        return "nothing"
    return (
        quoted(found)
        if isinstance(found, str)
        else quoted(str(found).lower() if isinstance(found, bool) else str(found))
    )


def _expected(error: ErrorDetails, model: type[BaseModel], path: Path_) -> str:
    context: dict[str, Any] = error.get("ctx", {})
    original = context.get("error")
    if isinstance(original, UnknownTerm):
        return str(original)
    if error["type"] == "extra_forbidden":
        return unknown_name("field", str(path[-1]), _known_fields(model, path[:-1]))
    if error["type"] == "string_pattern_mismatch" and "A-Za-z0-9" in context.get("pattern", ""):
        return _ID_PATTERN
    words = _WORDS.get(error["type"])
    return words.format(**context) if words else error["msg"]


def unknown_name(noun: str, name: str, known: list[str]) -> str:
    """What to say of a field or column that does not exist: the one that was meant, or all there are."""
    near = process.extractOne(name, known, score_cutoff=70) if known else None
    meant = f"; did you mean {near[0]}?" if near else ""
    listed = f"; expected some of {', '.join(known)}" if known and not near else ""
    return f"unknown {noun}{meant}{listed}"


def _known_fields(model: type[BaseModel], path: Path_) -> list[str]:
    """The fields that the class at a place has; of all members where it is a union."""
    kinds: list[Any] = [model]
    for part in path:
        if isinstance(part, int):
            continue
        kinds = [kind for each in kinds for kind in _field_kinds(each, part)]
    names = [field.alias or name for kind in kinds for name, field in kind.model_fields.items()]
    return list(dict.fromkeys(names))


def _field_kinds(model: type[BaseModel], name: str) -> list[type[BaseModel]]:
    for key, field in model.model_fields.items():
        if name in (key, field.alias):
            return list(_models(field.annotation))
    return []


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in (Union, UnionType, tuple, list, Annotated):
        for argument in get_args(annotation):
            yield from _models(argument)
