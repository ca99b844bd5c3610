"""Past decisions: missions as the record lets them be asked again, and who was chosen."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from matching.ask import Ask
from registry.domain import Mission, Role
from registry.snapshot import Snapshot
from registry.vocabulary import modules

# What the record does not tell is asked as a planner would: ours.
_LEVEL, _MONTHS = 3, 6
_TRAINERS = (Role.TRAINER, Role.CO_TRAINER)


@dataclass(frozen=True)
class Decided:
    """One past mission: its seats as they can be asked again, and per seat who served there, by id."""

    asks: tuple[Ask, ...]
    chosen: tuple[frozenset[str], ...]

    @property
    def mission(self) -> Mission:
        """The mission itself."""
        return self.asks[0].mission

    @property
    def eve(self) -> date:
        """The day before it began, the last one whose facts may count."""
        return self.mission.window.start - timedelta(days=1)


@dataclass(frozen=True)
class Past:
    """The past missions that can be asked again, by day, and why others cannot, with how many."""

    decided: tuple[Decided, ...]
    left_out: Mapping[str, int]

    @classmethod
    def of(cls, snapshot: Snapshot, until: date) -> "Past":
        """The past missions of a snapshot that had ended on a day."""
        people = snapshot.tables["specialists"]
        hidden = dict(zip(people["id"].to_pylist(), people["restricted"].to_pylist(), strict=True))
        teams = _teams(snapshot, {id for id, restricted in hidden.items() if restricted})
        found, left_out = [], Counter[str]()
        for place, row in enumerate(snapshot.tables["assignments"].to_pylist()):
            why = _why_not(row, teams.get(place, {}), until)
            if why:
                left_out[why] += 1
            else:
                found.append(_decided(row, teams[place]))
        found.sort(key=lambda each: (each.eve, each.mission.id))
        return cls(tuple(found), dict(sorted(left_out.items())))


def _teams(snapshot: Snapshot, hidden: set[str]) -> dict[int, dict[str, set[str]]]:
    """Per assignment and role who served; who restricted the use of their profile is left out."""
    ids = snapshot.tables["specialists"]["id"].to_pylist()
    teams: dict[int, dict[str, set[str]]] = {}
    for row in snapshot.tables["members"].to_pylist():
        id = ids[row["specialist"]]
        if id not in hidden:
            teams.setdefault(row["assignment"], {}).setdefault(row["role"], set()).add(id)
    return teams


def _why_not(row: Mapping[str, Any], team: Mapping[str, set[str]], until: date) -> str:
    if row["end"] > until:
        return "not ended"
    if row["country"] is None:
        return "no country on record"
    if not _competences(row):
        return "no competence and no module on record"
    return "" if team else "nobody served who may be looked at"


def _competences(row: Mapping[str, Any]) -> Sequence[str]:
    """What a past mission asked: its competences, or what its module teaches."""
    if row["competences"]:
        return list(dict.fromkeys(row["competences"]))
    return modules()[row["module"]].competences if row["module"] in modules() else ()


def _decided(row: Mapping[str, Any], team: Mapping[str, set[str]]) -> Decided:
    order = [str(role) for role in Role]
    roles = sorted(team, key=order.index)
    mission = Mission.model_validate(
        {
            "schema": "mission/1",
            "id": row["id"],
            "title": row["title"],
            "types": row["types"],
            "host_countries": [row["country"]],
            "beneficiary": row["organisation"],
            "window": {"start": row["start"], "end": row["end"]},
            "seats": [{"role": role, "count": len(team[role]), "wish": _wishes(row, role)} for role in roles],
        }
    )
    asks = tuple(Ask(mission, number) for number in range(1, len(roles) + 1))
    return Decided(asks, tuple(frozenset(team[role]) for role in roles))


def _wishes(row: Mapping[str, Any], role: str) -> list[dict[str, Any]]:
    wishes: list[dict[str, Any]] = [{"kind": "skill", "skill": id, "level": _LEVEL} for id in _competences(row)]
    wishes.append({"kind": "country", "country": row["country"], "months": _MONTHS})
    return [*wishes, {"kind": "training", "role": role}] if role in _TRAINERS else wishes
