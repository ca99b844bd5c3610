"""A mission that is being sourced, a draft, and a pool of seven in which everybody differs."""

from datetime import UTC, datetime

from registry.lifecycle import Office
from registry.store import Store
from service.auth.who import Who
from service.casework import missions
from tests.builders import a_mission, a_specialist, an_assignment, language, skill
from tests.service.auth.building import a_gate, add

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
NAMES = ("Aliyev", "Əliyeva", "Sample", "Third", "Fourth", "Fifth")


def people():
    """Six who can do the work, the first best, women and men by turns; and one who was never admitted."""
    for at, family in enumerate(NAMES, start=1):
        yield a_specialist(
            f"s{at}",
            name={"given": f"Given{at}", "family": family},
            gender="female" if at % 2 else "male",
            organisation=f"Sample Service {1 + at % 2}",
            residence="AZE" if at < 4 else "GEO",
            skills=[
                {"skill": "BRD.IBM", "level": 6 - at if at < 6 else 1, "status": "verified" if at < 3 else "claimed"}
            ],
            languages={"rus": "C1" if at < 5 else "B2"},
        )
    yield a_specialist("s7", name={"given": "Given7", "family": "Outside"}, vetting="draft")


def sought(id="m1", **facts):
    """A mission that asks for Russian C1 and wishes for a competence."""
    must = facts.pop("must", (language("rus", "C1"),))
    return a_mission(id=id, must=must, wish=(skill("BRD.IBM", 5),), title=f"Sample mission {id}", **facts)


def who(account, *offices):
    """Somebody as the functions of casework take them."""
    return Who(account, f"Test {account}", frozenset(Office(each) for each in offices))


def told(folder):
    """The gate of a store with the whole story: m1 is sourced by ``planner``, d1 is a draft of ``requester``."""
    store = Store.create(f"sqlite:///{folder / 'pool.db'}")
    with store.writing("tester", "test") as writing:
        writing.put_specialists(list(people()))
        writing.put_assignments([an_assignment(country="AZE", competences=["BRD.IBM"])])
    gate = a_gate(store)
    for name in ("requester", "planner", "approver", "analyst"):
        add(gate, name, name)
    missions.open_case(store, who("requester", "requester"), NOW, sought("d1"))
    source(store, "m1")
    return gate


def source(store, id, **facts):
    """Bring one more mission as far as the search."""
    missions.open_case(store, who("requester", "requester"), NOW, sought(id, **facts))
    missions.advance(store, who("requester", "requester"), NOW, id, "submit")
    missions.advance(store, who("approver", "approver"), NOW, id, "approve")
    missions.advance(store, who("planner", "planner"), NOW, id, "source")
