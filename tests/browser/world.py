"""A pool in which every page has something to show: generated people, real missions, work in every state."""

from collections.abc import Mapping
from importlib.resources import as_file, files
from itertools import islice

import pyotp

from registry.domain import AppraisalForm, MissionCase, Offer, Specialist
from registry.importing import import_missions
from service.auth import own
from service.auth.sessions import who
from service.casework import missions
from tests.browser.gallery import CAREFUL
from tests.service.auth.building import add
from tests.service.pages.cabinet.story import FULL
from tests.service.pages.flow import Flow, found
from tests.service.pages.house import a_house
from tests.service.pages.story import told

PEOPLE = 90
# Real missions -> the steps that they have come; the others stay drafts.
_SUBMIT, _APPROVE, _SOURCE = ("requester", "submit"), ("approver", "approve"), ("planner", "source")
_STAGES = {
    "v01": (_SUBMIT,),
    "v02": (_SUBMIT, _APPROVE, _SOURCE),
    "v03": (_SUBMIT, _APPROVE, _SOURCE),
    "v06": (_SUBMIT, _APPROVE, _SOURCE),
}
# What the test people get from generated ones, so that pictures show names as they are.
_BORROWED = ("name", "gender", "residence", "nationalities")
_FILLED = ("education", "experience_years", "languages", "countries", "availability", "missions", "publications", "bio")
_PLAN = {"missions": ["v02", "v03"], "objective": "points", "switch": ["filled"], "most_missions": "3"}


class World:
    """The pool and its application; ``ids`` are those that stand in addresses."""

    def __init__(self, url: str) -> None:
        self.house = a_house(url, sample=PEOPLE)
        self.store, self.gate, self.app = self.house.store, self.house.gate, self.house.client.app
        self._name_people()
        self._ask_for_real_missions()
        self._add_accounts()
        flow = Flow(self.gate, self.app)
        self.ids: Mapping[str, str] = {**told(flow), **self._found(flow)}

    def _name_people(self) -> None:
        """Give people of the tests the faces of generated ones, and the first of them a full profile."""
        faces = (self.store.specialist(f"sample-{number:06}") for number in range(1, PEOPLE))
        dressed = []
        for id, face in zip(("s1", "s2", "s3", "s4", "s5", "s8", "s9"), islice(faces, 7), strict=True):
            kept = self.store.specialist(id).model_dump(mode="json", by_alias=True)
            borrowed = {name: face.model_dump(mode="json", by_alias=True)[name] for name in _BORROWED}
            more = {name: FULL[name] for name in _FILLED} if id == "s1" else {}
            dressed.append(Specialist.model_validate({**kept, **({} if id in ("s8", "s9") else borrowed), **more}))
        with self.store.writing("tester", "pictures") as writing:
            writing.put_specialists(dressed)

    def _ask_for_real_missions(self) -> None:
        """The real missions as the requester's, some of them taken further."""
        with as_file(files("registry") / "data" / "missions") as folder:
            import_missions(self.store, sorted(folder.glob("*.yaml")), actor="tester")
        with self.store.writing("tester", "pictures") as writing:
            for id in (id for id, _ in self.store.mission_titles() if id.startswith("v")):
                writing.cases.add(MissionCase(id=id, requester="requester"))
        flow = Flow(self.gate, self.app)
        for mission, steps in _STAGES.items():
            for office, event in steps:
                missions.advance(self.store, flow.account(office), self.gate.now(), mission, event)

    def _add_accounts(self) -> None:
        add(self.gate, "newcomer")
        add(self.gate, "n1", "specialist", specialist="n1")
        careful = who(add(self.gate, CAREFUL))
        secret, _ = own.propose_factor(self.gate, careful)
        own.confirm_factor(self.gate, careful, pyotp.TOTP(secret).at(self.gate.now()))

    def _found(self, flow: Flow) -> dict[str, str]:
        """Whatever else stands in an address."""
        offers = self.store.cases.find(Offer, specialist="s1")
        (own,) = self.store.cases.find(AppraisalForm, account="s2")
        places = found(r"/requests/listed/people/(\w+)/refuse", flow.see("requester", "/requests/listed"))
        listed = found(r'name="compare" value="([\w-]+)"', flow.see("planner", "/missions/v03/seats/1"))
        (number,) = (each.number for each in self.store.specialist("s1").certificates)
        return {
            "offer": next(each.id for each in offers if each.state == "open"),
            "taken": next(each.id for each in offers if each.state == "accepted"),
            "own_form": own.id,
            "refusable": places[0],
            "compared": ",".join(listed[:2]),
            "first": listed[0],
            "number": str(number),
            "issued": self.house.issued_case,
            "waiting": self.house.waiting_case,
            "pseudonym": found(r"/explore/network/people/([\w-]+)", flow.see("analyst", "/explore/network"))[0],
            "plan": self._planned(flow),
            "webhook": self._webhook(flow),
        }

    def _planned(self, flow: Flow) -> str:
        """The id of a plan of the missions for which people are looked for."""
        made = flow.browser("planner").post("/plan", data=_PLAN)
        self.app.state.jobs.wait()
        return str(made.headers["location"]).rsplit("/", 1)[1]

    def _webhook(self, flow: Flow) -> str:
        """The id of a webhook."""
        flow.send("administrator", "/webhooks", 200, url="https://example.org/hook", events="mission.*, offer.*")
        return found(r"/webhooks/([\w-]+)/remove", flow.see("administrator", "/webhooks"))[0]
