"""What all commands share: opening the pool, saying something, reading a mission."""

import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from matching import Policy
from registry.domain import Candidacy, Mission
from registry.importing import read_mission
from registry.store import Store
from service.policies import find_policy, known_policy
from service.settings import Settings

OK, BAD_INPUT, FAILED = 0, 2, 1
LONGEST_SECONDS = 86_400  # of a search
_ENDINGS = (".yaml", ".yml", ".json")

MissionArgument = Annotated[
    str, typer.Argument(metavar="MISSION", help="A mission file (YAML or JSON), or the id of an imported mission.")
]
PolicyOption = Annotated[
    str | None, typer.Option("--policy", help="A policy file (policy/1), or the name of a known policy.")
]


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


FormatOption = Annotated[Format, typer.Option("--format", help="How to write it.")]


def say(text: str) -> None:
    """Tell the person at the terminal; results alone go to standard output."""
    print(text, file=sys.stderr)


def open_store() -> Store:
    """The pool of the settings."""
    return Store.open(Settings().database_url)


def find_mission(wanted: str, store: Store) -> Mission:
    """A mission from a file, or an imported one by id. BadInput or NotFound when it is neither."""
    path = Path(wanted)
    if path.suffix in _ENDINGS or path.is_file():
        return read_mission(path)
    return store.mission(wanted)


def policy_for(wanted: str | None, mission: Mission) -> Policy:
    """The policy asked for, or the one that the mission names. BadInput, BadPolicy."""
    return find_policy(wanted) if wanted else known_policy(mission.policy)


def candidacies_on_file(store: Store, told: Iterable[Candidacy]) -> list[Candidacy]:
    """The candidacies of the pool with those of a file; of one id that of the file counts."""
    return list({each.id: each for each in (*store.cases.find(Candidacy), *told)}.values())
