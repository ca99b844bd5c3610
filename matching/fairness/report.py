"""The report: every stage by every grouping, and women and men."""

import math
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from matching.arrays import Shares
from matching.fairness.answer import (
    AttributeReport,
    Fairness,
    GroupReport,
    ReportedPool,
    Representation,
    Rotation,
    StageReport,
)
from matching.fairness.groups import Grouping, groupings, hidden
from matching.fairness.measures import exposures, impact
from matching.fairness.rules import RULES, FairnessRules
from matching.fairness.stages import People, Pick, Stage, present
from matching.index import Index
from matching.protected import Protected
from registry.domain import Gender

Named = Callable[[str], str]


def report(
    stages: Iterable[Stage],
    index: Index,
    protected: Protected,
    rules: FairnessRules = RULES,
    pseudonym: Named | None = None,
) -> Fairness:
    """Hold the stages against the protected facts of everybody; stages without a pick are left out.

    ``pseudonym``: gives the name under which an id is shown; the id itself without it.
    """
    taken = [stage for stage in stages if stage.picks]
    every = list(groupings(protected, index))
    named = pseudonym or str
    everybody = np.flatnonzero(present(index))
    represented = [("pool", everybody, everybody), *((stage.name, *_ever(stage.picks)) for stage in taken)]
    return Fairness(
        pool=ReportedPool(epoch=index.epoch, revision=index.revision),
        rules=rules,
        pseudonymous=pseudonym is not None,
        stages=tuple(_stage(stage, every, index, rules, named) for stage in taken),
        representation=tuple(_represented(*each, every[0], rules) for each in represented),
    )


def _stage(stage: Stage, every: Sequence[Grouping], index: Index, rules: FairnessRules, named: Named) -> StageReport:
    could, chosen = _ever(stage.picks)
    never = sorted(named(index.ids[row]) for row in np.setdiff1d(could, chosen).tolist())
    return StageReport(
        stage=stage.name,
        seats=len(stage.picks),
        ranked=stage.ranked,
        attributes=tuple(
            AttributeReport(attribute=each.attribute, groups=_groups(stage, each, could, chosen, rules))
            for each in every
        ),
        rotation=_rotation(stage, len(could), rules),
        never=tuple(never),
    )


def _ever(picks: Sequence[Pick]) -> tuple[People, People]:
    """Who could have been chosen at least once, and who was."""
    could, chosen = ([getattr(pick, name) for pick in picks] for name in ("could", "chosen"))
    return np.unique(np.concatenate(could)), np.unique(np.concatenate(chosen))


def _groups(stage: Stage, by: Grouping, could: People, chosen: People, rules: FairnessRules) -> tuple[GroupReport, ...]:
    """Every group that anybody belongs to who could have been chosen."""
    people, taken = _counted(could, by), _counted(chosen, by)
    unseen = hidden(by.names, people, rules.least)
    shown = [group for group, count in enumerate(people) if count and group not in unseen]
    reference = _reference(shown, people, taken, by)
    exposure, due = _exposure(stage, by)
    found = []
    for group in (group for group, count in enumerate(people) if count):
        if group in unseen:
            found.append(GroupReport(group=by.names[group], suppressed=True))
            continue
        found.append(
            GroupReport(
                group=by.names[group],
                suppressed=False,
                people=people[group],
                chosen=taken[group],
                rate=_told(taken[group] / people[group]),
                reference=group == reference,
                exposure=_told(exposure[group]) if stage.ranked else None,
                due=_told(due[group]) if stage.ranked else None,
                **_impact(group, reference, people, taken, by, rules),
            )
        )
    return tuple(found)


def _counted(who: People, by: Grouping) -> list[int]:
    counts: list[int] = np.bincount(by.codes[who], minlength=len(by.names)).tolist()
    return counts


def _reference(shown: Sequence[int], people: Sequence[int], taken: Sequence[int], by: Grouping) -> int | None:
    """The group with the highest rate, of equals the larger; nobody's where no stated group was ever chosen."""
    able = [group for group in shown if by.stated(group) and taken[group]]
    return max(able, key=lambda group: (taken[group] / people[group], people[group], -group), default=None)


def _impact(
    group: int,
    reference: int | None,
    people: Sequence[int],
    taken: Sequence[int],
    by: Grouping,
    rules: FairnessRules,
) -> dict[str, float | bool]:
    if reference is None or group == reference or not by.stated(group):
        return {}
    found = impact(taken[group], people[group], taken[reference], people[reference], rules.confidence)
    told: dict[str, float | bool] = {name: _told(getattr(found, name)) for name in ("ratio", "low", "high", "p")}
    return told | {"below": found.ratio < rules.line, "clearly": found.high < rules.line}


def _exposure(stage: Stage, by: Grouping) -> tuple[Shares, Shares]:
    """(n_groups,) twice: the part of all exposure that each group has, and that it would have if all had the same."""
    exposure, due = np.zeros(len(by.names)), np.zeros(len(by.names))
    for pick in stage.picks:
        worth = exposures(len(pick.chosen), stage.ranked)
        np.add.at(exposure, by.codes[pick.chosen], worth)
        if len(pick.could):
            due += np.bincount(by.codes[pick.could], minlength=len(by.names)) * (worth.sum() / len(pick.could))
    whole = exposure.sum() or 1.0
    return exposure / whole, due / whole


def _rotation(stage: Stage, people: int, rules: FairnessRules) -> Rotation:
    held = np.concatenate([pick.chosen for pick in stage.picks])
    counts = np.sort(np.unique(held, return_counts=True)[1])[::-1]
    most_used = min(math.ceil(people * rules.busiest), len(counts))
    return Rotation(
        places=len(held),
        people=len(counts),
        most_used=most_used,
        busiest=_told(counts[:most_used].sum() / max(len(held), 1)),
        even=_told(most_used / max(people, 1)),
        most=int(counts[0]) if len(counts) else 0,
    )


def _represented(name: str, could: People, who: People, genders: Grouping, rules: FairnessRules) -> Representation:
    """Suppressed where the table of genders is, or one would give the other away."""
    unseen = hidden(genders.names, _counted(could, genders), rules.least)
    groups = [at for gender in _BOTH for at, group in enumerate(genders.names) if group == (str(gender),)]
    if unseen.intersection(groups):
        return Representation(of=name, women=None, men=None, women_share=None)
    told = {genders.names[group][0]: count for group, count in enumerate(_counted(who, genders))}
    women, men = (told.get(str(gender), 0) for gender in _BOTH)
    share = _told(women / (women + men)) if women + men else None
    return Representation(of=name, women=women, men=men, women_share=share)


_BOTH = (Gender.FEMALE, Gender.MALE)


def _told(number: float) -> float:
    """Four decimals: more than the counts behind can carry."""
    return round(float(number), 4)
