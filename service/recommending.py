"""A pool opened for recommending: where a command or a request meets the matcher."""

from pathlib import Path

from matching import Index, Policy, Shortlist, WhyNot, recommend, why_not
from registry.domain import Mission
from registry.importing import read_mission
from registry.store import Store

_ENDINGS = (".yaml", ".yml", ".json")


def find_mission(wanted: str, store: Store) -> Mission:
    """A mission from a file, or an imported one by id. BadInput or NotFound when it is neither."""
    path = Path(wanted)
    if path.suffix in _ENDINGS or path.is_file():
        return read_mission(path)
    return store.mission(wanted)


class Pool:
    """The index of one revision with the policy to weigh by."""

    def __init__(self, store: Store, policy: Policy) -> None:
        self.policy = policy
        self.index = Index.build(store.snapshot())

    def recommend(self, mission: Mission, seat: int | None, top: int) -> tuple[Shortlist, ...]:
        """One shortlist per seat, or for one seat."""
        return recommend(mission, self.index, self.policy, top, seat)

    def why_not(self, mission: Mission, specialist: str, seat: int | None, top: int) -> list[WhyNot]:
        """Why one specialist is not on the list of each seat, or of one seat."""
        seats = range(1, len(mission.seats) + 1) if seat is None else (seat,)
        return [why_not(mission, self.index, specialist, number, self.policy, top) for number in seats]
