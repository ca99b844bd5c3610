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
# # Who is in the pool
#
# Before anybody is ranked, it helps to know who could be. This notebook walks through the pool the way a migration
# analyst would: where people come from, what they know, which languages they work in, and what they were certified for.
#
# **Nobody can be recognised here.** The pool is opened with pseudonyms that are drawn anew each time, facts are told in
# bands, every row is shared by at least five people, and only those are counted who consented to it. What that costs in
# detail is shown below, too.
#
# If the pool is a generated one (`rtcm demo`), every pattern below is an invention of the generator. It shows how to
# look, not what is true of migration.

# %%
import os

import matplotlib.pyplot as plt
import pandas as pd

from registry import open_pool, suppressed
from registry.vocabulary import competences, languages, modules

plt.rcParams.update({"figure.figsize": (8, 3.6), "axes.spines.top": False, "axes.spines.right": False})
pool = open_pool(os.environ.get("RTCM_DATABASE_URL", "sqlite:///rtcm-demo.db"))
pool

# %%
frames = pool.frames()
people = frames["specialists"]
people.head()

# %% [markdown]
# ## How much of it can be shown
#
# Protecting people costs detail: where fewer than five share a row, its last columns go first. This is how much of each
# column of `specialists` is left. A small pool pays more than a large one. It is the first thing to know before
# reading any table below.

# %%
kept = people.drop(columns="id").notna().mean()
axes = kept.plot.barh(color="#0b4f6c", xlim=(0, 1), title="Part of each column that can be shown")
axes.invert_yaxis()
plt.show()

# %% [markdown]
# ## Where people live
#
# Sub-regions are those of the United Nations (M49). Cells with one to four people are left open, and with them enough
# others that no sum gives them away.

# %%
where = people.groupby(["region", "gender"], dropna=True).size().unstack(fill_value=0)
shown = suppressed(where)
shown

# %%
axes = shown.astype("float").plot.barh(
    stacked=True, color=["#a8327a", "#1769aa", "#5f6b12"], title="People by sub-region"
)
axes.set_ylabel("")
plt.show()

# %% [markdown]
# ## What they know
#
# Claims are not all alike: some are only claimed, some evidenced, some verified. The matcher weighs them apart, so look
# at them apart. Of rarer combinations the status cannot be shown; they are counted as "not shown".

# %%
skills = frames["skills"].assign(status=lambda frame: frame["status"].astype("object").fillna("not shown"))
known = suppressed(skills.groupby(["area", "status"]).size().unstack(fill_value=0))
known.index = [competences()[area].label() for area in known.index]
axes = known.astype("float").plot.barh(stacked=True, figsize=(8, 5), title="Claims by area, and what backs them")
axes.invert_yaxis()
plt.show()

# %% [markdown]
# ## In which languages
#
# One row per person and language. A language that hardly anybody speaks is exactly the one that a mission will ask for;
# it is also the one that gives people away. Here protection wins.

# %%
spoken = suppressed(frames["languages"].groupby("language").size().sort_values(ascending=False).rename("people"))
spoken.index = [languages()[code].label() for code in spoken.index]
axes = spoken["people"].astype("float").head(12).plot.bar(color="#6b4fa0", title="People by language")
axes.set_xlabel("")
plt.show()

# %% [markdown]
# ## Certified for what
#
# Certificates by module and what they entitle to: the ladder from participant to master trainer is what keeps the
# regional cascade of trainers alive.

# %%
ladder = ["participant", "co_trainer", "trainer", "master_trainer", "assessor"]
held = frames["certificates"].groupby(["module", "level"]).size().unstack(fill_value=0)
held = suppressed(held.reindex(columns=[level for level in ladder if level in held]))
held.index = [f"{modules()[id].title[:40]} ({id})" for id in held.index]
held

# %% [markdown]
# ## What this does not tell
#
# - Counts are of people who consented to statistics and did not restrict their profile. The pool may be larger.
# - A blank is not a no: it is a value that would have shown too few people.
# - Titles, publications, names and free text are not here at all, in no form.

# %%
pd.Series({noun: len(frame) for noun, frame in frames.items()}, name="rows that can be shown").to_frame()
