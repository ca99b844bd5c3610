"""The story behind the tests of the cabinet: s1 has a full profile and an open offer, s2 a bare one."""

import re

from tests.builders import a_specialist
from tests.service.casework.cast import Cast, cast, wanted

NUMBER = "RTCM-2026-ABCDEFGH23456789"
FULL = {
    "name": {"given": "Sample", "family": "Person"},
    "residence": "GEO",
    "nationalities": ["GEO"],
    "roles": ["trainer", "expert"],
    "education": {"level": 7, "field": "law"},
    "experience_years": 9,
    "skills": [
        {"skill": "BRD.IBM", "level": 5, "status": "verified", "evidence": ["a report"]},
        {"skill": "BRD", "level": 3},
    ],
    "languages": [{"language": "rus", "listening": "C1", "speaking": "B2"}, {"language": "kat", "native": True}],
    "countries": [{"country": "AZE", "months": 3, "themes": ["BRD.IBM"]}],
    "certificates": [
        {
            "module": "RTCM-M1",
            "level": "trainer",
            "issued": "2026-01-10",
            "expires": "2029-01-10",
            "number": NUMBER,
            "status": "issued",
        }
    ],
    "availability": [{"from": "2026-12-01", "to": "2026-12-11", "kind": "away"}],
    "missions": [{"title": "A sample training", "country": "AZE", "role": "trainer", "competences": ["BRD.IBM"]}],
    "publications": [{"title": "A sample paper", "year": 2024}],
    "bio": {"eng": "I teach integrated border management and asylum law.", "deu": "Ein Satz."},
}


def story(url: str) -> Cast:
    """A pool in which s1 was chosen for a mission and has an offer to answer."""
    found = cast(url)
    with found.store.writing("tester", "test") as writing:
        writing.put_specialists([a_specialist("s1", **FULL)])
    found.ask("requester", "POST", "/missions", {"mission": wanted(title="Border <b>training</b>")}, 201)
    for name, event in (("requester", "submit"), ("approver", "approve"), ("planner", "source")):
        found.step(name, "m1", event)
    choose = [{"specialist": "s1", "reason": "the best"}]
    found.ask("planner", "POST", "/missions/m1/seats/1/decision", {"choose": choose}, 201)
    found.step("planner", "m1", "lock")
    found.ask("requester", "POST", "/candidacies/c1/selection", {})
    found.step("planner", "m1", "offer")
    return found


def mark_of(text: str) -> str:
    """The mark of what was on file when a form was opened."""
    found = re.search(r'name="mark" value="(\w+)"', text)
    assert found is not None
    return found[1]


def typed(text: str) -> dict[str, list[str]]:
    """What a form would send as it stands: hidden fields, filled fields, what is ticked and chosen."""
    sent: dict[str, list[str]] = {}
    for element in re.findall(r"<input[^>]*>", text):
        found = dict(re.findall(r'(\w+)="([^"]*)"', element))
        asked = found.get("type") in ("checkbox", "radio") and " checked" not in element
        if "name" in found and not asked:
            sent.setdefault(found["name"], []).append(found.get("value", ""))
    for name, inside in re.findall(r'<select id="[^"]*" name="([^"]*)".*?>(.*?)</select>', text, re.DOTALL):
        chosen = re.findall(r'value="([^"]*)" selected', inside)
        sent[name] = chosen or [""]
    for name, inside in re.findall(r'<textarea[^>]* name="([^"]*)"[^>]*>\n?(.*?)</textarea>', text, re.DOTALL):
        sent[name] = [inside]
    return sent
