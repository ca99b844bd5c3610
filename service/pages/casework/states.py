"""The way of a mission as pages show it: the main line, and the other ends."""

from registry.domain import MissionState

S = MissionState
MAIN_LINE = (
    S.DRAFT,
    S.SUBMITTED,
    S.APPROVED,
    S.SOURCING,
    S.SHORTLISTED,
    S.OFFERED,
    S.STAFFED,
    S.READY,
    S.IN_PROGRESS,
    S.REPORTING,
    S.CLOSED,
)
ENDS = frozenset({S.CLOSED, S.REJECTED, S.CANCELLED, S.STOOD_DOWN, S.UNFILLED})
