"""Why somebody stands where they stand: contributions in words."""

import math
from collections.abc import Mapping

from matching.arrays import Shares
from matching.ask import Ask
from matching.criteria import Reason
from matching.index import Index
from matching.policy import Policy
from matching.shortlist import Contribution, EvidenceShown

ABSTAINS = "nothing to go on: its weight is shared out"


def explained(
    ask: Ask, index: Index, policy: Policy, shares: Mapping[str, Shares], row: int, score: int
) -> tuple[Contribution, ...]:
    """What each criterion in use adds for one specialist; the points add up to ``score`` (hundredths)."""
    mine = {name: float(share[row]) for name, share in shares.items()}
    parts = policy.split(mine, score)
    contributions = []
    for criterion in policy.criteria:
        weight, points = parts[criterion.name]
        abstains = math.isnan(mine[criterion.name])
        reason = Reason(ABSTAINS) if abstains else criterion.reason(ask, index, row)
        contributions.append(
            Contribution(
                criterion=criterion.name,
                share=None if abstains else round(mine[criterion.name], 6),
                weight=round(weight, 4),
                points=points / 100,
                reason=reason.sentence,
                evidence=tuple(EvidenceShown(claim=each.claim, status=each.status) for each in reason.evidence),
            )
        )
    return tuple(contributions)
