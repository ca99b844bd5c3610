"""Examples of bodies for the description of the API; a test sends each of them."""

from typing import Any

_MISSION: dict[str, Any] = {
    "schema": "mission/1",
    "id": "example-1",
    "title": "Training of trainers in integrated border management",
    "types": ["training_of_trainers"],
    "host_countries": ["GEO"],
    "window": {"start": "2027-03-01", "end": "2027-03-12"},
    "effort_days": 8,
    "seats": [
        {
            "role": "trainer",
            "count": 1,
            "must": [{"kind": "language", "language": "rus", "level": "B2"}],
            "wish": [{"kind": "skill", "skill": "BRD.IBM", "level": 3}],
        }
    ],
}
_PERSON: dict[str, Any] = {
    "schema": "specialist/1",
    "id": "example-person",
    "name": {"given": "Example", "family": "Person"},
    "residence": "AZE",
    "skills": [{"skill": "BRD.IBM", "level": 3}],
    "languages": [{"language": "rus", "speaking": "B2"}],
}

EXAMPLES: dict[str, Any] = {
    "POST /api/v1/recommendations": _MISSION,
    "POST /api/v1/shortlists": {"mission": _MISSION, "top": 5},
    "POST /api/v1/shortlists/why-not": {"mission": _MISSION, "specialist": "example-person"},
    "POST /api/v1/stability": {"mission": _MISSION, "draws": 100},
    "POST /api/v1/teams": {"mission": _MISSION, "rules": {"per_organisation": 1}, "time_limit": 10},
    "POST /api/v1/plans": {"missions": [_MISSION], "priorities": {"example-1": "high"}},
    "POST /api/v1/specialists": _PERSON,
    "PUT /api/v1/specialists/{id}": {**_PERSON, "residence": "GEO"},
    "PATCH /api/v1/specialists/{id}": {"residence": "TUR"},
}
