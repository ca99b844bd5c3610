"""Command model-card: the card of the matcher from its policy and measured metrics."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from matching.fairness import Fairness
from registry.errors import BadInput, Problem
from registry.exporting.writing import open_for_writing
from service.commands.shared import PolicyOption, say
from service.model_card import BackTest, card, evaluation_metrics, fairness_metrics, plain_metrics
from service.policies import find_policy


def model_card(
    metrics: Annotated[
        list[Path],
        typer.Argument(
            help="JSON: answers of rtcm fairness and rtcm evaluate, or names with numbers; the later file wins."
        ),
    ],
    policy: PolicyOption = None,
    out: Annotated[Path | None, typer.Option(help="A file instead of standard output.")] = None,
) -> None:
    """Write the model card: purpose, data, policy, metrics, limits; refused while a metric is missing."""
    known: dict[str, float] = {}
    for file in metrics:
        known |= _metrics(file)
    text = card(find_policy(policy), known, ", ".join(map(str, metrics)))
    if out is None:
        sys.stdout.write(text)
        return
    with open_for_writing(out) as opened:
        opened.write(text)
    say(f"Wrote {out}")


def _metrics(file: Path) -> dict[str, float]:
    value = _read(file)
    schema = value.get("schema") if isinstance(value, dict) else None
    try:
        if schema == "fairness/1":
            return fairness_metrics(Fairness.model_validate(value))
        if schema == "evaluation/1":
            return evaluation_metrics(BackTest.model_validate(value))
    except ValidationError as fault:
        raise BadInput([Problem(str(file), None, "", "", f"no whole {schema}: {fault.error_count()} errors")]) from None
    return plain_metrics(value, str(file))


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as fault:
        raise BadInput([Problem(str(file), None, "", "", f"cannot be read: {fault}")]) from None
    except (ValueError, RecursionError) as fault:
        raise BadInput([Problem(str(file), None, "", "", f"not JSON: {fault}")]) from None
