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
# # What the pool can serve, and whom to train
#
# "Do we have somebody for return and readmission, in Russian, who knows Tajikistan?" Coverage is that question, asked for
# everything at once. Then the other way round: where are the gaps, which certificates are about to end, and which
# trainings would help the missions on file most?

# %%
import os
from datetime import date, timedelta

import matplotlib.pyplot as plt
import pandas as pd

from matching import DEFAULT, Index
from matching.coverage import RULES, advise, cover, published, seats_of
from matching.plan import plan
from matching.teams import form
from registry import open_pool
from registry.vocabulary import competences, countries, languages, modules

plt.rcParams.update({"figure.figsize": (8, 3.6), "axes.spines.top": False, "axes.spines.right": False})
pool = open_pool(os.environ.get("RTCM_DATABASE_URL", "sqlite:///rtcm-demo.db"))
index, missions = Index.build(pool.snapshot()), pool.missions()
today = date.today()

# %% [markdown]
# ## Coverage
#
# Top groups of competences by language, in any country. Counts below five are left open (white), and so are others from
# which they would follow. An honest white square is worth more than a coloured guess.

# %%
groups = [each.id for each in competences().values() if each.depth == 1]
hosts = sorted({country for mission in missions for country in mission.host_countries})
answer = published(
    cover(
        index,
        seats_of(missions, lambda mission: DEFAULT),
        today,
        today + timedelta(days=365),
        groups,
        hosts,
        ["eng", "rus", "aze", "tur"],
    )
)
cells = pd.DataFrame([each.model_dump() for each in answer.cells])
cells.head()

# %%
anywhere = cells[cells["country"].isna() & cells["language"].notna()]
heat = anywhere.pivot(index="competence", columns="language", values="people").reindex(groups).astype("float")
figure, axes = plt.subplots(figsize=(8, 5.5))
image = axes.imshow(heat, aspect="auto", cmap="GnBu", vmin=0)
axes.set_xticks(range(heat.shape[1]), [languages()[code].label() for code in heat.columns])
axes.set_yticks(range(heat.shape[0]), [competences()[id].label() for id in heat.index], fontsize=8)
figure.colorbar(image, label="people")
axes.set_title("Who can serve, by competence and language")
plt.show()

# %% [markdown]
# ## By country
#
# The same by the host countries of the missions on file.

# %%
there = cells[cells["language"].isna() & cells["country"].notna()]
by_country = there.pivot(index="competence", columns="country", values="people").reindex(groups)
by_country.index = [competences()[id].label() for id in by_country.index]
by_country.columns = [countries()[code].label() for code in by_country.columns]
by_country.astype("Int64")

# %% [markdown]
# ## The forecast
#
# For every seat on file: how many would be eligible today, how many on the day it begins, and how many places would stay
# empty on average if people accept as the rules expect.

# %%
forecast = pd.DataFrame(
    [
        {
            "mission": each.mission,
            "seat": each.seat,
            "places": each.count,
            "now": each.now,
            "then": each.then,
            "expected shortfall": each.expected_shortfall,
        }
        for each in answer.forecast
    ]
)
forecast

# %% [markdown]
# ## Whom to train
#
# The advisor looks at every module that could help somebody onto a seat, and picks the certifications that raise the
# points of the missions most, with a bound that says how far any other choice could go. It is advice about people, so
# read it as planners do: to invite, never to rank trainees in public.

# %%
advice = advise(index, seats_of(missions, lambda mission: DEFAULT), pool.specialist, 5, today, RULES, seconds=2.0)
print(
    f"served points {advice.before:.2f} -> {advice.after:.2f}; no five certifications reach more than {advice.bound:.2f}"
)
pd.DataFrame(
    [
        {
            "who": each.name,
            "module": modules()[each.module].title,
            "as": each.level.replace("_", " "),
            "gain": each.gain,
        }
        for each in advice.certifications
    ],
    columns=["who", "module", "as", "gain"],
)

# %% [markdown]
# ## All missions at once, and one team
#
# Coverage counts heads. Whether the heads suffice for all missions *together* is the plan's question; who fits beside
# whom is the team's.

# %%
together = plan(missions, index, priced=False, time_limit=5.0)
together

# %%
crowded = max(missions, key=lambda mission: len(mission.seats))
form(crowded, index, time_limit=5.0)

# %%
points = together.to_frame().groupby("mission")["points"].mean()
axes = points.plot.bar(color="#0b4f6c", ylim=(0, 100), title="Mean points of those planned, by mission")
axes.axhline(DEFAULT.pass_mark, color="#a3231b", linewidth=1)
plt.show()

# %% [markdown]
# ## An honest word
#
# Coverage counts who holds something on paper, by the rules printed in the answer. It does not know who will say yes.
# And a gap in a generated pool is a gap in the generator.
