"""Requests drawn from the description of the API, asked in every office and in none.

``python -m tests.service.fuzzing`` is the long form.
Every answer is held against the description: its status, its media type, its headers and its body. The ids and words
of a pool in which much has happened stand in most requests, so that they come further than to what is missing.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from service.app import described
from service.http.described import describe
from service.http.examples import EXAMPLES
from tests.service.lived import ASKING, World, lived

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
# Of so many requests one keeps the ids that were drawn, which name nothing.
_DRAWN = 4
_OWN = ("authorization", "cookie", "accept-encoding")


@dataclass
class Told:
    """What came of asking in one office: statuses, and what was answered otherwise than described."""

    office: str
    operations: set[str] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        statuses = ", ".join(f"{status} x {count}" for status, count in sorted(self.statuses.items()))
        asked = f"{len(self.operations)} operations, {self.statuses.total()} calls"
        return f"{self.office}: {asked}, {len(self.violations)} violations; {statuses}"

    @property
    def good(self) -> bool:
        """Whether nothing failed, and everything was as described."""
        return not self.violations and not any(status >= 500 for status in self.statuses)


def operations(description: dict[str, Any]) -> list[APIOperation]:
    """Every operation of a description."""
    schema = schemathesis.openapi.from_dict(description)
    return [found.ok() for found in schema.get_all_operations()]


def cases(found: Iterable[APIOperation], examples: int, start: int, wrong: bool = True) -> list[Case]:
    """For each operation so many requests that keep to its description, its example, and as many ``wrong`` ones."""
    return [case for each in found for case in _cases(each, examples, start, wrong)]


def _cases(operation: APIOperation, examples: int, start: int, wrong: bool) -> Iterator[Case]:
    if operation.label in EXAMPLES:
        yield from _drawn(operation.as_strategy(body=EXAMPLES[operation.label]), 1, start)
    for mode in (GenerationMode.POSITIVE, *([GenerationMode.NEGATIVE] if wrong else [])):
        yield from _drawn(operation.as_strategy(mode), examples, start)


def _drawn(strategy: Any, examples: int, start: int) -> list[Case]:
    drawn: list[Case] = []

    @seed(start)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def draw(case: Case) -> None:
        drawn.append(case)

    draw()
    return drawn[:examples]


def ask(world: World, office: str, drawn: Iterable[Case], start: int = 0) -> Told:
    """Send all of them as somebody of one office."""
    told, by_chance = Told(office), Random(start)
    for number, case in enumerate(drawn):
        if number % _DRAWN != _DRAWN - 1:
            _fill(case, world, by_chance)
        answer = _sent(world, case, world.headers(office))
        told.operations.add(case.operation.label)
        told.statuses[answer.status_code] += 1
        try:
            case.validate_response(answer, checks=CHECKS)
        except FailureGroup as fault:
            told.violations.append(f"{office}: {case.operation.label}: {fault}")
    return told


def _fill(case: Case, world: World, by_chance: Random) -> None:
    """Put things of the pool in the place of what was drawn, by the noun before them or by their name."""
    parts = case.operation.path.split("/")
    for noun, part in pairwise(parts):
        name = part.strip("{}")
        if part.startswith("{") and (noun in world.things or noun.startswith("{")):
            case.path_parameters[name] = by_chance.choice(world.things.get(noun, world.things["specialists"]))
    for told in (case.query, case.body):
        if isinstance(told, dict):
            told |= {name: by_chance.choice(world.things[name]) for name in sorted(told.keys() & world.things.keys())}


def _sent(world: World, case: Case, who: dict[str, str]) -> Any:
    told = case.as_transport_kwargs(base_url=world.people.gate.address)
    headers = {name: value for name, value in told.pop("headers").items() if name.lower() not in _OWN} | who
    if case.method in ("PUT", "PATCH") and "if-match" in headers:
        # What was drawn is never the version in force.
        headers["if-match"] = world.client.get(told["url"], headers=who).headers.get("etag", '"v1"')
    content = {name: told[name] for name in ("json", "data") if name in told}
    if isinstance(content.get("data"), str | bytes):
        content = {"content": content["data"]}
    sent = {name: str(value).encode("latin-1", "replace") for name, value in headers.items()}
    return world.client.request(told["method"], told["url"], params=told.get("params"), headers=sent, **content)


def main() -> int:
    """The long form: every office in a pool of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=20, help="requests of each kind for an operation")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--office", choices=ASKING, action="append", help="only this one; may be given again")
    asked = parser.parse_args()
    began, good = time.monotonic(), True
    drawn = cases(operations(describe(described())), asked.examples, asked.seed)
    for office in asked.office or ASKING:
        with TemporaryDirectory() as folder:
            world = lived(Path(folder))
            told = ask(world, office, drawn, asked.seed)
            world.close()
        print(told, flush=True)
        print("\n".join(told.violations), file=sys.stderr, flush=True)
        good = good and told.good
    print(f"{time.monotonic() - began:.0f} s, seed {asked.seed}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
