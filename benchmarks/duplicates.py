"""Finding second entries in generated pools: precision, recall and processor time, beside plainer finders.

    python benchmarks/duplicates.py --sizes 700,10000,100000 [--seeds 3] [--json]

Every pool gets one second entry for twenty people: the same person in another script, spelling or order, with part of
the facts. The names of generated people come from short lists, so that large pools are full of namesakes who work in
one place; a finder cannot tell those apart, and a registrar must. Above 20,000 people are recombined from parts of
others, nobody's second entry is there, and only the time tells something; the finders of equal names are left out.
"""

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations, islice
from pathlib import Path

import pyarrow as pa
from anyascii import anyascii

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.pools import SAMPLED, moved, pool  # noqa: E402  # found once the root is on the path
from registry.duplicates import find  # noqa: E402  # same
from registry.sample import sample_specialists  # noqa: E402  # same
from registry.sample.second_entries import KINDS, SecondEntry, second_entries  # noqa: E402  # same
from registry.snapshot import Snapshot  # noqa: E402  # same

LEAST = 50.0
ONE_IN = 20
Pairs = set[tuple[str, str]]


@dataclass(frozen=True)
class Trial:
    """One engine on one pool."""

    engine: str
    specialists: int
    seed: int
    second: int
    found: int
    right: int
    seconds: float  # of the processor
    kinds: dict[str, float]

    @property
    def figures(self) -> dict[str, object]:
        """What is printed."""
        told = {name: getattr(self, name) for name in ("engine", "specialists", "seed", "second", "found")}
        told["seconds"] = round(self.seconds, 2)
        if not self.second:
            return told
        precision = self.right / self.found if self.found else 1.0
        rates = {"precision": round(precision, 3), "recall": round(self.right / self.second, 3)}
        return {**told, **rates, "recall_by_kind": self.kinds}


def with_second_entries(size: int, seed: int) -> tuple[Snapshot, list[SecondEntry]]:
    """A generated pool with second entries; these stand in front, for their ids come first."""
    originals = list(islice(sample_specialists(size, seed), SAMPLED))
    again = list(second_entries(originals, size // ONE_IN, seed))
    base, more = pool(size, seed), Snapshot.of(each.specialist for each in again)
    tables = {
        noun: pa.concat_tables([more.tables[noun], moved(table, "specialist", len(more))])
        for noun, table in base.tables.items()
    }
    return Snapshot("", 0, tables), again


def equal_names(snapshot: Snapshot) -> Pairs:
    """The plain way: names that are equal, letter by letter."""
    people = snapshot.tables["specialists"]
    known: dict[str, list[str]] = defaultdict(list)
    columns = (people[name].to_pylist() for name in ("id", "given", "family"))
    for id, given, family in zip(*columns, strict=True):
        known[f"{given} {family}".casefold()].append(id)
    return {pair for ids in known.values() for pair in combinations(sorted(ids), 2)}


def transliterated(snapshot: Snapshot) -> Pairs:
    """The usual way: names transliterated letter by letter, words in any order."""
    people = snapshot.tables["specialists"]
    known: dict[str, set[str]] = defaultdict(set)
    columns = (people[name].to_pylist() for name in ("id", "given", "family", "native_name"))
    for id, given, family, native in zip(*columns, strict=True):
        for name in filter(None, (f"{given} {family}", native)):
            known[" ".join(sorted(anyascii(name).lower().split()))].add(id)
    return {pair for ids in known.values() for pair in combinations(sorted(ids), 2)}


def ours(snapshot: Snapshot) -> Pairs:
    """What we put in the queue."""
    return {(each.first, each.second) for each in find(snapshot, LEAST)}


def trial(name: str, snapshot: Snapshot, again: list[SecondEntry], seed: int) -> Trial:
    """Run one engine."""
    begun = time.process_time()
    found = ENGINES[name](snapshot)
    seconds = time.process_time() - begun
    originals = set(snapshot.tables["specialists"]["id"].to_pylist())
    truth = {(each.specialist.id, each.of): each.kind for each in again if each.of in originals}
    right = found & truth.keys()
    all_of, got = Counter(truth.values()), Counter(truth[pair] for pair in right)
    kinds = {kind: round(got[kind] / all_of[kind], 2) for kind in KINDS if all_of[kind]}
    return Trial(name, len(snapshot), seed, len(truth), len(found), len(right), seconds, kinds)


ENGINES = {"rtcm": ours, "transliterated": transliterated, "equal names": equal_names}


def main() -> int:
    """Print one line per engine, size and seed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="700,10000,100000", help="pool sizes")
    parser.add_argument("--seeds", type=int, default=1, help="pools of each size")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    options = parser.parse_args()
    for size in (int(size) for size in options.sizes.split(",")):
        for seed in range(1, options.seeds + 1):
            snapshot, again = with_second_entries(size, seed)
            for name in ENGINES if size <= SAMPLED else ("rtcm",):
                figures = trial(name, snapshot, again, seed).figures
                print(json.dumps(figures) if options.json else "  ".join(f"{k} {v}" for k, v in figures.items()))
                sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
