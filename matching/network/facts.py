"""What a snapshot says as nodes and edges: profiles, past missions, vocabularies."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from matching.index.layout import ABILITIES, held_certificates
from matching.index.links import Links
from matching.network.edges import UNKNOWN, Edges, days, together
from matching.network.kinds import EdgeKind, NodeKind
from registry.domain import CertificateLevel, Role
from registry.lifecycle import day_number, expiry
from registry.snapshot import Snapshot
from registry.vocabulary import competences, countries, languages, modules

Names = Mapping[NodeKind, list[str]]
Tables = Mapping[str, pa.Table]
_TRAINERS = pa.array([str(Role.TRAINER), str(Role.CO_TRAINER)])


def names_of(tables: Tables) -> dict[NodeKind, list[str]]:
    """The ids of the nodes of every kind, in order."""
    people, past = tables["specialists"], tables["assignments"]
    named = {*people["organisation"].to_pylist(), *past["organisation"].to_pylist()} - {None}
    levels = [str(level) for level in CertificateLevel]
    return {
        NodeKind.SPECIALIST: people["id"].to_pylist(),
        NodeKind.MISSION: past["id"].to_pylist(),
        NodeKind.COMPETENCE: sorted(competences()),
        NodeKind.LANGUAGE: sorted(languages()),
        NodeKind.COUNTRY: sorted(countries()),
        NodeKind.ORGANISATION: sorted(named),
        NodeKind.COURSE: sorted(modules()),
        NodeKind.CERTIFICATE: [f"{module} {level}" for module in sorted(modules()) for level in levels],
    }


def edges_of(snapshot: Snapshot, names: Names) -> dict[EdgeKind, Edges]:
    """The edges of every kind, ends by place among the nodes of their kind."""
    tables = snapshot.tables
    return {**_profiles(tables, names), **_past(tables, names), **_people(tables, len(snapshot)), **_terms(names)}


def _places(column: pa.ChunkedArray, names: list[str]) -> Any:
    return np.asarray(pc.fill_null(pc.index_in(column, pa.array(names, pa.string())), -1))


def _profiles(tables: Tables, names: Names) -> dict[EdgeKind, Edges]:
    """What profiles state."""
    skills, spoken, stays = tables["skills"], tables["languages"], tables["countries"]
    held, employed = held_certificates(tables["certificates"]), tables["specialists"]["organisation"]
    best = np.max([np.asarray(pc.fill_null(spoken[each], 0)) for each in ABILITIES], axis=0)
    dates = zip(held["issued"].to_pylist(), held["expires"].to_pylist(), strict=True)
    until = np.array([day_number(expiry(*each)) for each in dates], np.int64)
    entitled = pc.binary_join_element_wise(held["module"], held["level"], " ")
    last = [UNKNOWN if year is None else day_number(date(year, 12, 31)) for year in stays["last_year"].to_pylist()]
    at = np.flatnonzero(np.asarray(employed.is_valid()))

    def stated(table: pa.Table, column: Any, kind: NodeKind, weight: Any, start: Any = None, end: Any = None) -> Edges:
        return Edges.of(np.asarray(table["specialist"]), _places(column, names[kind]), weight, start, end)

    return {
        EdgeKind.HELD: stated(skills, skills["skill"], NodeKind.COMPETENCE, np.asarray(skills["level"]) / 5),
        EdgeKind.SPOKE: stated(
            spoken, spoken["language"], NodeKind.LANGUAGE, np.where(np.asarray(spoken["native"]), 6, best) / 6
        ),
        EdgeKind.SERVED_IN: stated(stays, stays["country"], NodeKind.COUNTRY, np.asarray(stays["months"]), None, last),
        EdgeKind.EMPLOYED_AT: Edges.of(at, _places(employed, names[NodeKind.ORGANISATION])[at]),
        EdgeKind.CERTIFIED: stated(held, entitled, NodeKind.CERTIFICATE, None, days(held["issued"]), until),
    }


def _past(tables: Tables, names: Names) -> dict[EdgeKind, Edges]:
    """What past missions were about, where and for whom."""
    past = tables["assignments"]
    start, end = days(past["start"]), days(past["end"])
    listed = past["competences"].combine_chunks()
    missions = np.asarray(pc.list_parent_indices(listed), np.int64)
    about = _places(pc.list_flatten(listed), names[NodeKind.COMPETENCE])

    def told(column: str, kind: NodeKind) -> Edges:
        places = _places(past[column], names[kind])
        known = np.flatnonzero(places >= 0)
        return Edges.of(known, places[known], None, start[known], end[known])

    return {
        EdgeKind.ABOUT: Edges.of(missions, about, None, start[missions], end[missions]),
        EdgeKind.TOOK_PLACE_IN: told("country", NodeKind.COUNTRY),
        EdgeKind.RAN_FOR: told("organisation", NodeKind.ORGANISATION),
        EdgeKind.TAUGHT: told("module", NodeKind.COURSE),
    }


def _people(tables: Tables, n: int) -> dict[EdgeKind, Edges]:
    """Who took part in past missions, and so who worked with whom and was trained by whom."""
    past, members, trainees = (tables[noun] for noun in ("assignments", "members", "trainees"))
    start, end = days(past["start"]), days(past["end"])
    training = members.filter(pc.is_in(members["role"], _TRAINERS))
    team, taught, teaching = (
        Links.of(np.asarray(table["assignment"]), np.asarray(table["specialist"]), len(past))
        for table in (members, trainees, training)
    )

    def part(table: pa.Table) -> Edges:
        mission = np.asarray(table["assignment"], np.int64)
        return Edges.of(np.asarray(table["specialist"]), mission, None, start[mission], end[mission])

    return {
        EdgeKind.SERVED_ON: part(members),
        EdgeKind.ATTENDED: part(trainees),
        EdgeKind.WORKED_WITH: together(team, team, start, end, lambda one, other: one < other),
        EdgeKind.TRAINED_BY: together(taught, teaching, start, end, lambda one, other: one != other),
    }


def _terms(names: Names) -> dict[EdgeKind, Edges]:
    """What the vocabularies themselves say."""
    numbers = {kind: {id: at for at, id in enumerate(ids)} for kind, ids in names.items()}
    known = modules()
    teaches = [(module, id) for module, each in sorted(known.items()) for id in each.competences]
    attests = [(certificate, certificate.split(" ")[0]) for certificate in names[NodeKind.CERTIFICATE]]
    broader = [(id, each.broader) for id, each in sorted(competences().items()) if each.broader]

    def linked(pairs: list[tuple[str, str]], one: NodeKind, other: NodeKind) -> Edges:
        return Edges.of([numbers[one][a] for a, _ in pairs], [numbers[other][b] for _, b in pairs])

    return {
        EdgeKind.TEACHES: linked(teaches, NodeKind.COURSE, NodeKind.COMPETENCE),
        EdgeKind.ATTESTS: linked(attests, NodeKind.CERTIFICATE, NodeKind.COURSE),
        EdgeKind.BROADER: linked(broader, NodeKind.COMPETENCE, NodeKind.COMPETENCE),
    }
