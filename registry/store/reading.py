"""Rows back to domain values, and rows as columns."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, select, union
from sqlalchemy import Row as SqlRow
from sqlmodel import SQLModel

from registry.columns import MARKS, SCHEMAS
from registry.domain import Assignment, Mission, Role, Specialist
from registry.tables import ROWS, AssignmentRow, MissionRow, SpecialistRow, table

_PERSONAL = ("given", "family", "native_name")
_PLAIN = (
    "gender",
    "residence",
    "organisation",
    "employer_type",
    "official",
    "experience_years",
    "vetting",
    "confirmed_on",
    "restricted",
)
_LEVELS = (None, "A1", "A2", "B1", "B2", "C1", "C2")
_READ_AT_ONCE = 500

# Who leads a training.
_LEADING = (Role.TRAINER, Role.CO_TRAINER)

Children = Mapping[int, Sequence[dict[str, Any]]]


class Trained(NamedTuple):
    """One training: when it began, who led it, who was trained; people by id, in the order of the record."""

    start: date
    leading: tuple[str, ...]
    trainees: tuple[str, ...]


def specialists(connection: Connection, keys: Sequence[int]) -> list[Specialist]:
    """The specialists with these keys, in the order of the keys."""
    children = {
        noun: _children(connection, ROWS[noun], keys)
        for noun, schema in SCHEMAS.items()
        if schema.names[0] == "specialist"
    }
    return [_specialist(row, children) for row in _rows(connection, SpecialistRow, keys)]


def missions(connection: Connection, keys: Sequence[int]) -> list[Mission]:
    """The missions with these keys, in the order of the keys."""
    return [Mission.model_validate_json(row.document) for row in _rows(connection, MissionRow, keys)]


def assignments(connection: Connection, keys: Sequence[int]) -> list[Assignment]:
    """The assignments with these keys, in the order of the keys."""
    nouns = ("members", "trainees", "appraisals")
    children = {noun: _children(connection, ROWS[noun], keys) for noun in nouns}
    named = {each["specialist_key"] for noun in nouns for rows in children[noun].values() for each in rows}
    ids = {row.key: row.id for row in _rows(connection, SpecialistRow, sorted(named))}
    return [_assignment(row, children, ids) for row in _rows(connection, AssignmentRow, keys)]


def assignments_naming(connection: Connection, id: str) -> list[Assignment]:
    """The assignments on which a specialist served, was trained or was judged, by id."""
    people, rows = table(SpecialistRow), table(AssignmentRow)
    key = select(people.c.key).where(people.c.id == id).scalar_subquery()
    ties = [table(ROWS[noun]) for noun in ("members", "trainees", "appraisals")]
    named = union(*(select(tie.c.assignment_key).where(tie.c.specialist_key == key) for tie in ties))
    found = sorted(
        (id, key) for id, key in connection.execute(select(rows.c.id, rows.c.key).where(rows.c.key.in_(named)))
    )
    return assignments(connection, [key for _, key in found])


def assignments_where(connection: Connection, *held: ColumnElement[bool]) -> list[Assignment]:
    """The assignments of which all this holds, by id."""
    rows = table(AssignmentRow)
    found = sorted((id, key) for id, key in connection.execute(select(rows.c.id, rows.c.key).where(*held)))
    return assignments(connection, [key for _, key in found])


def trainings(connection: Connection) -> dict[str, int]:
    """Module -> how many assignments in which somebody was trained."""
    rows, trained = table(AssignmentRow), table(ROWS["trainees"])
    counted = select(rows.c.module, func.count().label("many")).where(
        rows.c.module.is_not(None), rows.c.key.in_(select(trained.c.assignment_key))
    )
    return {row.module: row.many for row in connection.execute(counted.group_by(rows.c.module))}


def trained_in(connection: Connection, module: str) -> list[Trained]:
    """Who led and who was trained in each training of a module, the earliest first."""
    rows, people = table(AssignmentRow), table(SpecialistRow)
    heads = connection.execute(select(rows.c.key, rows.c.id, rows.c.start).where(rows.c.module == module)).all()

    def named(tie: Any, *held: ColumnElement[bool]) -> dict[int, list[str]]:
        wanted = select(tie.c.assignment_key, people.c.id).join(people, people.c.key == tie.c.specialist_key)
        wanted = wanted.join(rows, rows.c.key == tie.c.assignment_key).where(rows.c.module == module, *held)
        found: dict[int, list[str]] = {}
        for key, id in connection.execute(wanted.order_by(tie.c.assignment_key, tie.c.ord)):
            found.setdefault(key, []).append(id)
        return found

    members = table(ROWS["members"])
    leading, trainees = named(members, members.c.role.in_(_LEADING)), named(table(ROWS["trainees"]))
    return [
        Trained(start, tuple(leading.get(key, ())), tuple(trainees.get(key, ())))
        for key, _, start in sorted(heads, key=lambda each: (each.start, each.id))
    ]


def in_order(connection: Connection, row: type[SQLModel]) -> Iterator[list[int]]:
    """All keys of one noun in batches, by id in the order of code points."""
    rows = table(row)
    # Sorted here: databases sort text each in their own way.
    found = sorted((id, key) for id, key in connection.execute(select(rows.c.id, rows.c.key)))
    keys = [key for _, key in found]
    yield from (keys[at : at + _READ_AT_ONCE] for at in range(0, len(keys), _READ_AT_ONCE))


def columns(connection: Connection) -> dict[str, pa.Table]:
    """Every noun of SCHEMAS as an Arrow table, straight from the columns; see Snapshot for the order."""
    heads = {"specialist": _head(connection, "specialists"), "assignment": _head(connection, "assignments")}
    places = {owner: _places(keys) for owner, (keys, _) in heads.items()}
    tables = {"specialists": heads["specialist"][1], "assignments": heads["assignment"][1]}
    return {noun: tables[noun] if noun in tables else _child(connection, noun, places) for noun in SCHEMAS}


def _rows(connection: Connection, row: type[SQLModel], keys: Sequence[int]) -> list[SqlRow[Any]]:
    wanted, found = _of_keys(row), {}
    for at in range(0, len(keys), _READ_AT_ONCE):
        some = {"keys": keys[at : at + _READ_AT_ONCE]}
        found.update({each.key: each for each in connection.execute(wanted, some)})
    return [found[key] for key in keys]


@cache
def _of_keys(row: type[SQLModel], *order: str) -> Select[Any]:
    """The rows whose first column is one of ``keys``, by it and then in an order; made once, for it is asked often."""
    rows = table(row)
    first = rows.primary_key.columns[0]
    return select(rows).where(first.in_(bindparam("keys", expanding=True))).order_by(first, *(rows.c[n] for n in order))


def _children(connection: Connection, row: type[SQLModel], keys: Sequence[int]) -> Children:
    """Rows by their owner's key, in the order in which the owner listed them."""
    owner = table(row).primary_key.columns[0].name
    wanted = _of_keys(row, "ord")
    found: dict[int, list[dict[str, Any]]] = {key: [] for key in keys}
    for at in range(0, len(keys), _READ_AT_ONCE):
        some = {"keys": keys[at : at + _READ_AT_ONCE]}
        for each in connection.execute(wanted, some):
            values = dict(each._mapping)
            key = values.pop(owner)
            del values["ord"]
            found[key].append(values)
    return found


def _specialist(row: SqlRow[Any], children: Mapping[str, Children]) -> Specialist:
    own = row._mapping
    mine = {noun: rows[row.key] for noun, rows in children.items()}
    given, family, native = (own[name] for name in _PERSONAL)
    education = {"level": own["education_level"], "field": own["education_field"]}
    return Specialist.model_validate(
        {
            "schema": "specialist/1",
            "id": own["id"],
            "name": {"given": given, "family": family, "native": native},
            **{name: own[name] for name in _PLAIN},
            "education": education if own["education_level"] is not None else None,
            "referral": {"state": own["referral"], "until": own["paused_until"]},
            "nationalities": [each["country"] for each in mine["nationalities"]],
            "roles": [each["role"] for each in mine["roles"]],
            "skills": [{**each, "evidence": json.loads(each["evidence"])} for each in mine["skills"]],
            "languages": [_language(each) for each in mine["languages"]],
            "countries": [{**each, "themes": json.loads(each["themes"])} for each in mine["countries"]],
            "certificates": mine["certificates"],
            "availability": mine["availability"],
            "missions": [{**each, "competences": json.loads(each["competences"])} for each in mine["service"]],
            "publications": mine["publications"],
            "bio": {each["language"]: each["text"] for each in mine["bios"]},
            "consent": {each.pop("purpose"): each for each in map(dict, mine["consents"])},
        }
    )


def _language(row: dict[str, Any]) -> dict[str, Any]:
    abilities = ("listening", "reading", "speaking", "writing")
    return {**row, **{ability: _LEVELS[row[ability] or 0] for ability in abilities}}


def _assignment(row: SqlRow[Any], children: Mapping[str, Children], ids: Mapping[int, str]) -> Assignment:
    own = dict(row._mapping)
    key = own.pop("key")
    del own["version"]
    said = [dict(each) for each in children["appraisals"][key]]
    for each in said:
        each["specialist"] = ids[each.pop("specialist_key")]
        each["ratings"] = {mark: each.pop(mark) for mark in MARKS}
    return Assignment.model_validate(
        {
            **own,
            "schema": "assignment/1",
            "types": json.loads(own["types"]),
            "competences": json.loads(own["competences"]),
            "team": [
                {"specialist": ids[each["specialist_key"]], "role": each["role"]} for each in children["members"][key]
            ],
            "trainees": [ids[each["specialist_key"]] for each in children["trainees"][key]],
            "appraisals": said,
        }
    )


def _head(connection: Connection, noun: str) -> tuple[np.ndarray[Any, Any], pa.Table]:
    """Keys and columns of a noun that others hang on, in the order of ids."""
    schema, rows = SCHEMAS[noun], table(ROWS[noun])
    found = connection.execute(select(rows.c.key, *(rows.c[name] for name in schema.names))).all()
    found = sorted(found, key=lambda row: row.id)
    keys = np.array([row.key for row in found], np.int64)
    return keys, _arrow(schema, [row[1:] for row in found])


def _places(keys: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Key -> place in the order of ids."""
    places = np.full(int(keys.max(initial=0)) + 1, -1, np.int32)
    places[keys] = np.arange(len(keys), dtype=np.int32)
    return places


def _child(connection: Connection, noun: str, places: Mapping[str, np.ndarray[Any, Any]]) -> pa.Table:
    """One noun that hangs on others, its keys turned into places, in the order of its owner's place."""
    schema, rows = SCHEMAS[noun], table(ROWS[noun])
    names = [f"{name}_key" if name in places else name for name in schema.names]
    wanted = select(*(rows.c[name] for name in names)).order_by(rows.c[names[0]], rows.c.ord)
    found = connection.execute(wanted, execution_options={"yield_per": 20_000})
    chunks = [_arrow(_keyed(schema), part) for part in found.partitions()]
    whole = pa.concat_tables(chunks) if chunks else _keyed(schema).empty_table()
    for at, name in enumerate(schema.names):
        if name in places:
            placed = places[name][np.asarray(whole.column(at), np.int64)]
            whole = whole.set_column(at, name, pa.array(placed, pa.int32()))
    order = np.argsort(np.asarray(whole.column(0)), kind="stable")
    return whole.take(pa.array(order)).cast(schema).combine_chunks()


def _keyed(schema: pa.Schema) -> pa.Schema:
    """The schema with keys of the database in place of places."""
    owners = ("specialist", "assignment")
    return pa.schema([pa.field(f.name, pa.int64()) if f.name in owners else f for f in schema])


def _arrow(schema: pa.Schema, rows: Sequence[Sequence[Any]]) -> pa.Table:
    values = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    arrays = [_column(field.type, column) for field, column in zip(schema, values, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _column(kind: pa.DataType, values: Sequence[Any]) -> pa.Array:
    if not pa.types.is_list(kind):
        return pa.array(values, kind)
    # Most lists are alike (empty above all): each distinct text is parsed once.
    encoded = pa.array(values, pa.string()).dictionary_encode()
    parsed = pa.array([json.loads(text) for text in encoded.dictionary.to_pylist()], kind)
    return parsed.take(encoded.indices)
