"""Command demo: a fresh pool of generated people, the real missions, and one shortlist."""

import sys
from importlib.resources import as_file, files
from itertools import chain, count
from pathlib import Path
from typing import IO, Annotated

import typer

from matching import DEFAULT, Index, Shortlist, recommend
from registry.domain import Mission
from registry.importing import import_missions
from registry.sample import Block, sample_pool
from registry.store import Store
from service import rendering
from service.commands.demo_accounts import add_demo_accounts
from service.rendering.shortlist import shortlist_table

DATABASE = Path("rtcm-demo.db")
SPECIALISTS, SEED, MISSION, TOP = 700, 7, "v03", 5
_ACTOR = "demo"


def demo(
    accounts: Annotated[
        bool, typer.Option("--accounts", help="Add an account in every office, to try the pages with.")
    ] = False,
) -> None:
    """Make a fresh pool of generated people with the real missions, and show one ranked and explained shortlist."""
    run(sys.stdout, sys.stderr, accounts)


def run(out: IO[str], err: IO[str], accounts: bool = False) -> None:
    """Make the pool anew, print the shortlist of one real mission to ``out``, and what to type next."""
    for left in (DATABASE, *(DATABASE.with_name(DATABASE.name + end) for end in ("-wal", "-shm", ".lock"))):
        left.unlink(missing_ok=True)
    with Store.create(f"sqlite:///{DATABASE}") as store:
        assignments = load_sample(store, SPECIALISTS, SEED)
        with as_file(files("registry") / "data" / "missions") as folder:
            missions = import_missions(store, sorted(folder.glob("*.yaml")), actor=_ACTOR).outcome.added
        mission, index = store.mission(MISSION), Index.build(store.snapshot())
    print(
        f"A fresh pool in {DATABASE}: {SPECIALISTS} generated specialists, {assignments} past missions and "
        f"trainings, {missions} real missions.\n",
        file=err,
    )
    shortlists = recommend(mission, index, DEFAULT, TOP)
    for shortlist in shortlists:
        rendering.console(out).print(shortlist_table(shortlist, mission), "")
    print(_next(mission, shortlists[0]), file=out)
    if accounts:
        with Store.open(f"sqlite:///{DATABASE}") as store:
            add_demo_accounts(store, shortlists[0].recommendations[0].specialist, out)


def load_sample(store: Store, specialists: int, seed: int) -> int:
    """Store a generated pool in one revision; the number of past missions and trainings."""
    blocks: list[Block] = list(sample_pool(specialists, seed))
    events = tuple(chain.from_iterable(block.assignments for block in blocks))
    with store.writing(actor=_ACTOR, purpose="generated sample") as writing:
        for block in blocks:
            writing.put_specialists(block.specialists)
        writing.put_assignments(events)
    return len(events)


def _next(mission: Mission, shortlist: Shortlist) -> str:
    rtcm = ".venv/bin/rtcm" if Path(".venv/bin/rtcm").exists() else "rtcm"
    shown = {each.specialist for each in shortlist.recommendations}
    other = next(id for id in (f"sample-{number:06}" for number in count(1)) if id not in shown)
    commands = {
        f"{rtcm} recommend {mission.id} --why-not {other}": "why somebody is not on the list",
        f"{rtcm} recommend v06 --seat 2 --top 15": "another mission",
        f"{rtcm} recommend {mission.id} --format json": "the same numbers for a program",
        f"{rtcm} schema mission": "how to write a mission of your own",
    }
    width = max(map(len, commands))
    lines = [f"  {command:<{width}}   {what}" for command, what in commands.items()]
    return "\n".join(["Next:", f"  export RTCM_DATABASE_URL=sqlite:///{DATABASE}", *lines])
