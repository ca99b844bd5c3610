"""Commands schema, openapi and policy: what files and requests look like."""

import sys
from typing import Annotated

import typer

from service import schemas
from service.app import described
from service.http.described import description_text
from service.policies import find_policy, policy_text


def schema(
    noun: Annotated[schemas.Noun, typer.Argument(help="Which format.")],
) -> None:
    """Print the JSON Schema of a file format, generated from the classes that check it."""
    sys.stdout.write(schemas.schema_text(noun))


def openapi() -> None:
    """Print the description of the HTTP API (OpenAPI 3.1), generated from its routes."""
    sys.stdout.write(description_text(described()))


def policy(
    name: Annotated[str | None, typer.Argument(help="A known policy; the default when left out.")] = None,
) -> None:
    """Print a policy file with every number it ranks by, to start one's own from."""
    sys.stdout.write(policy_text(find_policy(name)))
