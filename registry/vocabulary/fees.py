"""Published fees per working day, with where they were seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from registry.vocabulary.lookup import read_rows


@dataclass(frozen=True)
class Fee:
    """What a body pays one person for a working day, in whole units of a currency, without travel and subsistence."""

    amount: int
    currency: str
    body: str
    source: str


@cache
def fees() -> Mapping[str, Fee]:
    """The fee of public officials (``official``) and of everybody else (``other``)."""
    rows = read_rows("fees.csv")
    return {row["key"]: Fee(int(row["amount"]), row["currency"], row["body"], row["source"]) for row in rows}
