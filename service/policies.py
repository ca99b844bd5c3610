"""Finding a policy by name or file, and writing one out as a file to start from."""

from pathlib import Path

from matching import DEFAULT, POLICIES, Policy
from matching.criteria import CRITERIA
from matching.criteria.base import Factors
from matching.errors import BadPolicy
from registry.errors import BadInput, Problem, quoted
from registry.importing import read_mapping


def find_policy(wanted: str | None) -> Policy:
    """A known policy by name, or one read from a policy/1 file; the default for None. BadInput when neither."""
    if wanted is None:
        return DEFAULT
    if wanted in POLICIES:
        return POLICIES[wanted]
    if not Path(wanted).is_file():
        known = ", ".join(POLICIES)
        raise BadInput([Problem(wanted, None, "policy", "", f"expected a policy file or one of: {known}")])
    return read_mapping(Path(wanted), Policy)


def known_policy(name: str | None) -> Policy:
    """The policy that a mission names; the default for None. BadPolicy when there is none of that name."""
    if name is not None and name not in POLICIES:
        raise BadPolicy(f"unknown policy {quoted(name)}; expected one of {', '.join(POLICIES)}")
    return POLICIES[name] if name is not None else DEFAULT


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
