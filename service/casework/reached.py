"""How far candidacies came, from proposed to completed: counts alone."""

from collections import Counter
from collections.abc import Mapping

from registry.domain import Candidacy
from registry.domain.states import CandidacyState
from registry.store import Store

S = CandidacyState
# The main line; whoever reached a step has passed those before it.
LINE = (S.PROPOSED, S.SHORTLISTED, S.OFFERED, S.ACCEPTED, S.CONFIRMED, S.DEPLOYED, S.COMPLETED)
# The step that must have come before each way out; WITHDRAWN and REVOKED may have come further.
_BEFORE_EXIT: Mapping[CandidacyState, CandidacyState] = {
    S.CONSIDERED: S.PROPOSED,
    S.NOT_PROPOSED_FURTHER: S.PROPOSED,
    S.NOT_SELECTED: S.SHORTLISTED,
    S.DECLINED: S.OFFERED,
    S.EXPIRED: S.OFFERED,
    S.REVOKED: S.OFFERED,
    S.WITHDRAWN: S.ACCEPTED,
    S.NO_SHOW: S.CONFIRMED,
    S.CURTAILED: S.DEPLOYED,
}


def reached(store: Store) -> dict[CandidacyState, int]:
    """How many candidacies came at least so far, for each step of the main line."""
    stood = Counter(LINE.index(_BEFORE_EXIT.get(each.state, each.state)) for each in store.cases.find(Candidacy))
    return {step: sum(count for at, count in stood.items() if at >= place) for place, step in enumerate(LINE)}
