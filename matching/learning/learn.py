"""From past choices to a proposal, or a refusal where they say too little."""

from collections.abc import Sequence

import numpy as np

from matching.arrays import Shares
from matching.ask import Ask
from matching.errors import TooThin
from matching.index import Index
from matching.learning.answer import Learned, LearnedWeight, Move
from matching.learning.choices import Choice
from matching.learning.fitting import fitted
from matching.learning.pairs import Pairs, pairs_of
from matching.learning.rules import RULES, LearningRules
from matching.learning.trial import Trial, tried
from matching.policy import Policy
from matching.recommend import policy_used, ranked
from registry.domain import Mission
from registry.snapshot import Snapshot


def learn(
    choices: Sequence[Choice],
    snapshot: Snapshot,
    policy: Policy,
    missions: Sequence[Mission] = (),
    rules: LearningRules = RULES,
) -> tuple[Learned, Policy]:
    """What past choices say about the weights of a policy, and the policy with these weights.

    Criteria that the policy does not use stay out. ``missions``: on whose lists people are seen to move. TooThin
    where there is too little to learn from.
    """
    _refuse_thin(choices, rules)
    pairs = pairs_of(choices, snapshot, policy, rules)
    around = np.array([policy.weights[criterion.name] for criterion in policy.criteria], float)
    around = around / around.sum()
    _refuse_silent(pairs, rules)
    weights = fitted(pairs, around, rules.strength)
    if not weights.any():
        raise TooThin("past choices go against every criterion of the policy: nothing can be learned from them")
    proposed = _proposed(policy, weights)
    trial = tried(pairs, around, rules)
    learned = Learned(
        policy=policy_used(policy),
        rules=rules,
        missions=int(pairs.mission.max()) + 1,
        choices=len(pairs.mission),
        pairs=len(pairs.worth),
        appraised=sum(each.appraised for each in choices),
        weights=_weights(policy, around, weights, trial, pairs),
        gain=trial.gain,
        verdict="gain" if trial.gain.low > 0 else "no gain shown",
        moves=tuple(_moves(missions, Index.build(snapshot), policy, proposed, rules.top)),
    )
    return learned, proposed


def _refuse_thin(choices: Sequence[Choice], rules: LearningRules) -> None:
    """Each refusal says what was found and what was expected."""
    if not choices:
        raise TooThin("no past decisions: nobody was chosen for a seat yet")
    missions = len({each.ask.mission.id for each in choices})
    if missions < rules.least_missions:
        raise TooThin(f"past choices of {missions} mission(s); expected at least {rules.least_missions}")
    people = {id for each in choices for id in each.chosen}
    if len(people) < rules.least_people:
        raise TooThin(
            f"every past choice fell on the same {len(people)} people; expected at least {rules.least_people}: what "
            "they have in common cannot be told from who they are"
        )


def _refuse_silent(pairs: Pairs, rules: LearningRules) -> None:
    missions = int(pairs.mission.max()) + 1 if len(pairs.mission) else 0
    if missions < rules.least_missions:
        raise TooThin(
            f"only {missions} mission(s) have somebody chosen and somebody else who could have been; expected at least "
            f"{rules.least_missions}"
        )
    if not any(pairs.telling()):
        raise TooThin("the criteria tell no chosen person from the others: all past choices look the same to them")


def _proposed(policy: Policy, weights: Shares) -> Policy:
    """The policy with learned weights as parts of 100; its other numbers stay."""
    parts = {each.name: round(100 * float(part), 2) for each, part in zip(policy.criteria, weights, strict=True)}
    named = {"name": f"{policy.name[:70]}-learned", "version": 1, "weights": parts}
    # Made anew, not copied: a copy would keep the hash of the old weights.
    return Policy.model_validate({**policy.model_dump(by_alias=True), **named})


def _weights(policy: Policy, around: Shares, weights: Shares, trial: Trial, pairs: Pairs) -> tuple[LearnedWeight, ...]:
    low, high = trial.weights.min(axis=0), trial.weights.max(axis=0)
    columns = zip(policy.criteria, around, weights, low, high, pairs.telling(), strict=True)
    return tuple(
        LearnedWeight(
            criterion=criterion.name,
            **{
                name: round(100 * float(part), 2)
                for name, part in zip(("now", "learned", "low", "high"), parts, strict=True)
            },
            telling=telling,
        )
        for criterion, *parts, telling in columns
    )


def _moves(missions: Sequence[Mission], index: Index, now: Policy, then: Policy, top: int) -> list[Move]:
    """Seat by seat who would enter and leave the list; seats where nobody does are left out."""
    found = []
    for ask in (Ask(mission, n) for mission in missions for n in range(1, len(mission.seats) + 1)):
        before, after = ([index.ids[row] for row in ranked(ask, index, each, top).rows] for each in (now, then))
        enter, leave = (tuple(id for id in a if id not in set(b)) for a, b in ((after, before), (before, after)))
        if enter or leave:
            found.append(Move(mission=ask.mission.id, seat=ask.number, enter=enter, leave=leave))
    return found
