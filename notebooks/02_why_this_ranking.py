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
# # Why this ranking?
#
# A shortlist is an argument, not an oracle. Every name on it stands there for reasons that add up to its points, and
# everybody else is missing for a reason, too. This notebook takes one mission apart: what it asks, who comes out on
# top, which criterion carries them, how firmly they stand, and what would bring somebody else in.

# %%
import os

import matplotlib.pyplot as plt
import pandas as pd

from matching import DEFAULT, POLICIES, Index, Weightings, recommend, why_not
from registry import open_pool

plt.rcParams.update({"figure.figsize": (8, 3.6), "axes.spines.top": False, "axes.spines.right": False})
pool = open_pool(os.environ.get("RTCM_DATABASE_URL", "sqlite:///rtcm-demo.db"))
index = Index.build(pool.snapshot())

# %% [markdown]
# ## The mission
#
# A requirement is a *must* (without it nobody is considered) or a *wish* (more of it is better). Musts are cheap to write
# and expensive to meet; keep an eye on them.

# %%
mission = next((each for each in pool.missions() if each.id == "v03"), pool.missions()[0])
mission

# %%
shortlist = recommend(mission, index, top=10, seat=1, weightings=Weightings(draws=200))[0]
shortlist

# %% [markdown]
# ## Which criterion carries whom
#
# The same points as a picture. They are hundredths that add up exactly; the matcher checks that, and so does the next
# cell. Names are pseudonyms of this hour: open the pool again and everybody is called something else.

# %%
table = shortlist.to_frame().set_index("name")
criteria = [name for name in DEFAULT.weights if name in table]
assert ((table[criteria].sum(axis=1) - table["score"]).abs() < 0.005).all()
axes = table[criteria].plot.barh(stacked=True, figsize=(8, 4), colormap="tab10", title="Points by criterion")
axes.invert_yaxis()
axes.set_ylabel("")
plt.show()

# %% [markdown]
# ## The first place, in words

# %%
shortlist.recommendations[0] if shortlist.recommendations else "Nobody is eligible for this seat."

# %% [markdown]
# ## How firm is it?
#
# Weights are a judgement. So they were drawn 200 times around the policy, and the seat was ranked anew each time: how
# often is somebody first, how often on the list at all? A first place that holds in half of the draws is a matter of
# taste, and whoever decides should know.

# %%
firm = pd.DataFrame(
    {
        each.name: {"first": each.stability.first, "on the list": each.stability.in_top}
        for each in shortlist.recommendations
    }
).T
axes = firm.plot.barh(figsize=(8, 4), color=["#0b4f6c", "#9cc6dc"], xlim=(0, 1), title="Part of the draws")
axes.invert_yaxis()
plt.show()

# %% [markdown]
# ## Another policy, another list
#
# The known policies side by side: the rank that each gives to the same people. An empty place is a rank behind the
# thirtieth.

# %%
ranks = {
    name: {each.name: each.rank for each in recommend(mission, index, policy, top=30, seat=1)[0].recommendations}
    for name, policy in POLICIES.items()
}
pd.DataFrame(ranks).loc[[each.name for each in shortlist.recommendations]].astype("Int64")

# %% [markdown]
# ## Why is somebody not there?
#
# The question that every planner gets by telephone. Two answers: for the person who just missed the list, and for
# somebody who was not even considered. Both end with the smallest single change that would bring them in.

# %%
further = recommend(mission, index, top=30, seat=1)[0].recommendations
missed = next((each.specialist for each in further if each.rank > 10), None)
why_not(mission, index, missed) if missed else "Fewer than eleven people are eligible: everybody is on the list."

# %%
considered = {each.specialist for each in recommend(mission, index, top=len(pool), seat=1)[0].recommendations}
left_out = next((each.id for each in pool.people if each.id not in considered), None)
why_not(mission, index, left_out) if left_out else "Nobody was left out."

# %% [markdown]
# ## An honest word
#
# - Points say how well a profile fits what was written down. They do not say who will do good work; notebook 05 asks how
#   far the two went together in the past.
# - Words of past missions and publications are hidden here to protect people, so criterion *text* finds less than it
#   does in the office. Ties go by id, and ids are pseudonyms: people with equal points may stand the other way round.
