"""Finding a policy by name or file, and writing one out as a file to start from."""

from pathlib import Path

from matching import DEFAULT, POLICIES, Policy
from matching.criteria import CRITERIA
from matching.criteria.base import Factors
from matching.errors import BadPolicy
from registry.errors import BadInput, Problem, quoted
from registry.importing import read_mapping
from service.approved import approved
from service.settings import Settings


def find_policy(wanted: str | None) -> Policy:
    """A policy by name, or one read from a policy/1 file; the default for None. BadInput when neither.

    Names are those of known policies and of approved ones, whose newest version counts unless ``name@version`` asks
    for another.
    """
    if wanted is None:
        return DEFAULT
    named = _by_name(wanted)
    if named is not None:
        return named
    if not Path(wanted).is_file():
        known = ", ".join(POLICIES)
        raise BadInput([Problem(wanted, None, "policy", "", f"expected a policy file or one of: {known}")])
    return read_mapping(Path(wanted), Policy)


def known_policy(name: str | None) -> Policy:
    """The policy that a mission names, as find_policy does; the default for None. BadPolicy when there is none."""
    if name is None:
        return DEFAULT
    named = _by_name(name)
    if named is None:
        raise BadPolicy(f"unknown policy {quoted(name)}; expected one of {', '.join(POLICIES)}, or an approved one")
    return named


def _by_name(name: str) -> Policy | None:
    """A known policy, or an approved one."""
    if name in POLICIES:
        return POLICIES[name]
    found = approved(name, Path(Settings().policies))
    return None if found is None else found.policy


def policy_text(policy: Policy) -> str:
    """A policy as a YAML file that says what each number is and where it comes from."""
    lines = [
        "# Weights are relative; a criterion left out is not used. Factors left out keep these values.",
        f"schema: {policy.schema_}",
        f"name: {policy.name}",
        f"version: {policy.version}",
        f"pass_mark: {policy.pass_mark:g}  # shown, never a filter",
        "weights:",
        *(f"  {name}: {weight:g}" for name, weight in policy.weights.items()),
        "factors:",
    ]
    for name in CRITERIA:
        if policy.weights.get(name):
            numbers = _numbers(getattr(policy.factors, name), 4)
            lines += [f"  {name}:", *numbers] if numbers else [f"  {name}: {{}}"]
    return "\n".join(lines) + "\n"


def _numbers(factors: Factors, indent: int) -> list[str]:
    lines: list[str] = []
    for name, field in type(factors).model_fields.items():
        value = getattr(factors, name)
        if isinstance(value, Factors):
            lines += [f"{' ' * indent}{name}:", *_numbers(value, indent + 2)]
        else:
            lines.append(f"{' ' * indent}{name}: {value:g}  # {field.description}")
    return lines
