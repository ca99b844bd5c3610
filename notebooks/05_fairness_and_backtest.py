# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Is it fair, and is it right?
#
# Two questions that are often mixed up. *Fair*: do shortlists and past choices treat groups of people alike? *Right*:
# would the ranking have found those whom people chose? A matcher can be right and unfair, by repeating an old habit
# faithfully. So this notebook asks both, and then asks what learning from the past would do.

# %%
import os
from datetime import date

import matplotlib.pyplot as plt
import pandas as pd

from matching import DEFAULT, Index
from matching.errors import MatchingError
from matching.evaluation import Plan, evaluate
from matching.fairness import Protected, assignment_stage, report, shortlist_stage
from matching.learning import learn, of_assignments
from registry import open_pool

plt.rcParams.update({"figure.figsize": (8, 3.6), "axes.spines.top": False, "axes.spines.right": False})
pool = open_pool(os.environ.get("RTCM_DATABASE_URL", "sqlite:///rtcm-demo.db"))
snapshot, missions = pool.snapshot(), pool.missions()
index = Index.build(snapshot)

# %% [markdown]
# ## Fair?
#
# For each group: of those who could be chosen, how many were, beside the group that was chosen most. Below 0.8 is the
# four-fifths line of 1978: a reason to look, no verdict. An interval that crosses 1 says that chance alone would do.
# Groups of fewer than five are suppressed by the report itself.

# %%
stages = [
    shortlist_stage(missions, index, {each.id: DEFAULT for each in missions}, 10),
    assignment_stage(pool.past, index),
]
fairness = report(stages, index, Protected.of(snapshot))
ratios = pd.DataFrame(
    [
        {
            "stage": stage.stage,
            "by": attribute.attribute,
            "group": " x ".join(group.group),
            "people": group.people,
            "ratio": group.ratio,
            "low": group.low,
            "high": group.high,
            "p": group.p,
        }
        for stage in fairness.stages
        for attribute in stage.attributes[:3]
        for group in attribute.groups
        if group.ratio is not None
    ],
    columns=["stage", "by", "group", "people", "ratio", "low", "high", "p"],
)
ratios.round(2)

# %%
figure, panels = plt.subplots(1, len(stages), figsize=(9, 4), sharex=True)
for panel, stage in zip(panels, [each.stage for each in fairness.stages], strict=False):
    mine = ratios[ratios["stage"] == stage].reset_index(drop=True)
    for at, row in mine.iterrows():
        panel.plot([row["low"], row["high"]], [at, at], color="#52606e")
    panel.plot(mine["ratio"], mine.index, "o", color="#0b4f6c")
    panel.axvline(0.8, color="#a3231b", linewidth=1)
    panel.axvline(1.0, color="#d3dae2", linewidth=1)
    panel.set_yticks(mine.index, mine["group"], fontsize=8)
    panel.set_title(f"impact ratio, {stage}")
    panel.set_xscale("symlog")
figure.tight_layout()
plt.show()

# %% [markdown]
# ## Women and men
#
# RTCM's own rule is simple: half and half, in the pool and on the lists.

# %%
halves = pd.Series({each.of: each.women_share for each in fairness.representation}, dtype="float")
axes = halves.plot.barh(color="#a8327a", xlim=(0, 1), title="Women among women and men")
axes.axvline(0.5, color="#16202c", linewidth=1)
plt.show()

# %% [markdown]
# ## Right?
#
# The back-test asks past missions again, with the pool as it stood on the evening before: nobody may profit from
# what became known later. nDCG at 10 is 1 where all who were chosen stand first. Beside the policy: rivals that anybody
# could use without it, and the policy without one criterion at a time.

# %%
try:
    back_test = evaluate(snapshot, Plan(DEFAULT, missions=20, resamples=200), date.today())
    ranked = pd.DataFrame(
        [
            {
                "way": each.name,
                "kind": str(each.kind),
                "nDCG@10": each.ndcg.value,
                "low": each.ndcg.low,
                "high": each.ndcg.high,
                "MRR": each.mrr.value,
            }
            for each in back_test.ranked
        ]
    )
except MatchingError as fault:
    ranked = pd.DataFrame(columns=["way", "kind", "nDCG@10", "low", "high", "MRR"])
    print(f"Nothing to ask again: {fault}")
ranked.round(3)

# %%
if len(ranked):
    spread = [ranked["nDCG@10"] - ranked["low"], ranked["high"] - ranked["nDCG@10"]]
    colours = ranked["kind"].map({"policy": "#0b4f6c", "without": "#9cc6dc", "rival": "#d3dae2"})
    plt.figure(figsize=(8, 5))
    plt.barh(ranked["way"] + " (" + ranked["kind"] + ")", ranked["nDCG@10"], xerr=spread, color=colours)
    plt.gca().invert_yaxis()
    plt.title("nDCG@10 with 95 % intervals")
    plt.show()

# %% [markdown]
# ## What would the past teach?
#
# Learned weights are a proposal. They come with the gain on missions that they were not learned from, and with a refusal
# where there is too little to learn from: both are answers.

# %%
try:
    learned, proposal = learn(of_assignments(pool.past, {}), snapshot, DEFAULT, list(missions))
    print(f"{learned.verdict}: {learned.gain.gain:+.3f} from {learned.gain.low:+.3f} to {learned.gain.high:+.3f}")
    weights = pd.DataFrame([each.model_dump() for each in learned.weights]).set_index("criterion")[["now", "learned"]]
    weights.plot.bar(color=["#9cc6dc", "#0b4f6c"], title="Weights now, and as learned")
    plt.show()
except MatchingError as fault:
    print(f"Nothing is learned: {fault}")

# %% [markdown]
# ## An honest word
#
# - Past choices are no proof of good choices: whoever was never asked never failed.
# - Dozens of groups are looked at, so some look odd by chance. The report points; people judge.
# - Words of past missions are hidden here, so keywords and criterion *text* look weaker than in `rtcm evaluate`.
# - In a generated pool both fairness and rightness are what the generator put there.
