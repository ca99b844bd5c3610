"""A gold standard of expertise: what researchers say of themselves, and what they wrote."""

from collections.abc import Mapping
from dataclasses import dataclass

Profile = Mapping[str, tuple[str, ...]]  # reviewer -> papers by the reviewer


@dataclass(frozen=True)
class GoldStandard:
    """Ratings as (reviewer, paper, expertise from 1 to 5), each paper's text, and draws of what each reviewer wrote."""

    ratings: tuple[tuple[str, str, float], ...]
    texts: Mapping[str, str]
    profiles: tuple[Profile, ...]
