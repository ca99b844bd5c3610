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
# # The network: circles, brokers, and what if somebody leaves
#
# A pool is more than a list. People have served together, trained one another, and met in the same rooms from Baku to
# Almaty. That web carries knowledge, and it can tear. This notebook looks for circles, for those who stand between
# them, for the lines along which training was handed down, and for what would break if a person or a whole
# organisation left.

# %%
import os

import matplotlib.pyplot as plt
import networkx as nx
import pandas as pd

from matching import network
from registry import open_pool, suppressed
from registry.vocabulary import countries

plt.rcParams.update({"figure.figsize": (8, 3.6), "axes.spines.top": False, "axes.spines.right": False})
pool = open_pool(os.environ.get("RTCM_DATABASE_URL", "sqlite:///rtcm-demo.db"))
graph = network.graph(pool.snapshot(), names=False)
colleagues = network.colleagues(graph)
print(
    f"{colleagues.number_of_nodes()} people who worked with or trained one another, {colleagues.number_of_edges()} ties"
)

# %% [markdown]
# ## Circles
#
# People who work with one another more than with others (Louvain). Circles of fewer than five are not shown one by one.

# %%
circles = network.communities(graph)
sizes = pd.Series([len(circle) for circle in circles], name="people")
large = sizes[sizes >= 5]
print(
    f"{len(large)} circles of five or more; {int(sizes[sizes < 5].sum())} people in {int((sizes < 5).sum())} smaller ones"
)
axes = large.plot.bar(color="#0b4f6c", title="Circles by size")
axes.set_xlabel("circle")
plt.show()

# %%
shown = colleagues.subgraph([who for circle in circles[:8] if len(circle) >= 5 for who in circle])
circle_of = {who: at for at, circle in enumerate(circles) for who in circle}
plt.figure(figsize=(8, 6))
nx.draw_networkx(
    shown,
    pos=nx.spring_layout(shown, seed=7),
    with_labels=False,
    node_size=40,
    node_color=[circle_of[who] for who in shown],
    cmap="tab10",
    edge_color="#c3ccd5",
)
plt.title("The largest circles; one dot is one person")
plt.axis("off")
plt.show()

# %% [markdown]
# ## Brokers
#
# Who stands on most of the shortest ways between others? Such people are worth gold to whoever builds a regional team,
# and they are the first to be overworked.

# %%
brokers = pd.DataFrame(network.brokers(graph, top=10), columns=["who", "betweenness"])
brokers.round(3)

# %% [markdown]
# ## Training lineage
#
# Who trained whom, and whom those trained after that. The regional model lives of this: one good trainer reaches people
# whom they never met. `reach` counts everybody down the line, `depth` the generations.

# %%
lines = pd.DataFrame.from_dict(
    {who: vars(line) for who, line in network.lineage(graph).items()},
    orient="index",
    columns=["trained", "reach", "depth"],
)
generations = suppressed(lines.groupby("depth").size().rename("trainers"))
axes = generations["trainers"].astype("float").plot.bar(color="#a8327a", title="Trainers by generations below them")
axes.set_xlabel("generations")
plt.show()

# %%
lines.sort_values("reach", ascending=False).head(5).reset_index(drop=True)

# %% [markdown]
# ## What if a person leaves?
#
# Some people alone tie others to the rest: without them a part of the network is cut off. And some facts hang on one
# holder only. What those facts are is not shown, as a rare fact is a name to whoever knows the field; how many there
# are is enough to worry about.

# %%
cuts = network.articulation_points(graph)
alone = network.single_points(graph)
kinds = pd.Series([name.split(":")[0] for name in alone], dtype="object").value_counts()
print(
    f"{len(cuts)} people without whom somebody would be cut off, at most {max((each.cut_off for each in cuts), default=0)}"
)
suppressed(kinds.rename("held by one person only"))

# %% [markdown]
# ## What if an organisation leaves?
#
# Secondments end, agreements lapse. The next cell takes each organisation (by its pseudonym) out of the network, one
# after the other, and counts whom the others would no longer reach. Only organisations of five or more people are looked
# at.

# %%
staff = {}
for one, other, told in graph.edges(data=True):
    if told["kind"] == network.EdgeKind.EMPLOYED_AT and one in colleagues:
        staff.setdefault(other, set()).add(one)


def torn(leaving: set[str]) -> int:
    """How many of those who stay would lose touch with the largest part."""
    before = max(nx.connected_components(colleagues), key=len) - leaving
    parts = [len(part) for part in nx.connected_components(colleagues.subgraph(before))]
    return sum(parts) - max(parts, default=0)


loss = pd.DataFrame(
    [
        {"organisation": name.split(":")[1][:30], "people": len(who), "cut off": torn(who)}
        for name, who in staff.items()
        if len(who) >= 5
    ],
    columns=["organisation", "people", "cut off"],
).sort_values(["cut off", "people"], ascending=False)
loss = loss.head(10).reset_index(drop=True)
loss.assign(**{"cut off": suppressed(loss["cut off"])["cut off"]})

# %% [markdown]
# ## Where ties lead
#
# Past work by country, as the record has it: where has the pool been together?

# %%
places = [
    graph.nodes[other]["id"]
    for _, other, told in graph.edges(data=True)
    if told["kind"] == network.EdgeKind.TOOK_PLACE_IN
]
been = suppressed(pd.Series(places, dtype="object").value_counts().rename("missions"))
been.index = [countries()[code].label() for code in been.index]
axes = (
    been["missions"].astype("float").head(12).plot.barh(color="#2e7d4f", title="Past missions and trainings by country")
)
axes.invert_yaxis()
plt.show()

# %% [markdown]
# ## An honest word
#
# The network knows what is on record, and nothing of friendships, quarrels or telephone calls. Somebody without ties
# here may be the best connected person in the field. And in a generated pool circles are as regular as the generator
# made them.
