"""A policy that goes by meanings too, where there are encoders, and says in its name that it does."""

from matching import Index, Policy
from matching.errors import BadPolicy
from service.commands.shared import say
from service.encoders import NoEncoder, encoders


def with_meanings(index: Index, policy: Policy) -> tuple[Index, Policy]:
    """Index and policy whose criterion text goes by words and meanings, fused.

    Where an encoder is absent or damaged one line says so, and both stay as they are: the name and the hash of the
    policy on an answer tell which it was. BadPolicy for a policy that does not use criterion text.
    """
    if not policy.weights.get("text"):
        raise BadPolicy(f"--semantic: policy {policy.name} does not use criterion text; rtcm-text does")
    try:
        understanding = index.understanding(encoders())
    except NoEncoder as fault:
        say(f"Ranked by words alone: {fault}")
        return index, policy
    told = policy.model_dump(by_alias=True)
    told["name"] = f"{policy.name}+semantic"[:80]
    told["factors"]["text"]["meaning"] = 1.0
    return understanding, Policy.model_validate(told)
