"""Tables that may leave the house: coarse facts, no trace from one table to another, at least five people a row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from registry.analyst import coarse
from registry.analyst.anonymity import alike
from registry.columns import MARKS
from registry.snapshot import Snapshot

Frames = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Told:
    """One column as it is published: what it says, and how it is made of the table with what is known of its people."""

    meaning: str
    made: Callable[[pd.DataFrame], pd.Series]


def _same(column: str) -> Callable[[pd.DataFrame], pd.Series]:
    return lambda frame: frame[column]


def _year(column: str) -> Callable[[pd.DataFrame], pd.Series]:
    return lambda frame: coarse.year(frame[column])


_STATUS = Told("evidence status", _same("status"))
_GENDER = Told("of the person", _same("gender"))
_REGION = Told("of the person: sub-region of residence (UN M49)", _same("region"))
_ROLE = Told("as what", _same("role"))
_TYPE = Told("kind of work, the first where there are several", lambda frame: frame["types"].str[0])
_WHEN = Told("year in which it began", _year("start"))

# The columns of each noun, the most telling first: where too few people share a row, values go from the last on. No
# table but specialists and assignments has ids, for all rows of one person together are as good as a name.
PUBLISHED: Mapping[str, Mapping[str, Told]] = {
    "specialists": {
        "region": Told("sub-region of residence (UN M49)", _same("region")),
        "gender": Told("gender", _same("gender")),
        "employer_type": Told("kind of employer", _same("employer_type")),
        "experience": Told("years of experience, in bands", lambda frame: coarse.experience(frame["experience_years"])),
        "education": Told("highest education", lambda frame: coarse.education(frame["education_level"])),
        "vetting": Told("first axis of membership", _same("vetting")),
    },
    "nationalities": {"country": Told("country", _same("country")), "gender": _GENDER},
    "roles": {"role": Told("role they offer", _same("role")), "gender": _GENDER, "region": _REGION},
    "skills": {
        "area": Told("group of the competence", lambda frame: frame["skill"].str.partition(".")[0]),
        "skill": Told("competence", _same("skill")),
        "level": Told("1 to 5", _same("level")),
        "status": _STATUS,
        "gender": _GENDER,
        "region": _REGION,
    },
    "languages": {
        "language": Told("ISO 639-3", _same("language")),
        "speaking": Told("CEFR as 1 (A1) to 6 (C2)", _same("speaking")),
        "can_train": Told("whether they can train in it", _same("can_train")),
        "status": _STATUS,
        "gender": _GENDER,
        "region": _REGION,
    },
    "countries": {
        "country": Told("where they worked", _same("country")),
        "months": Told("how long, in bands", lambda frame: coarse.months(frame["months"])),
        "status": _STATUS,
        "gender": _GENDER,
    },
    "certificates": {
        "module": Told("what", _same("module")),
        "level": Told("for what it entitles", _same("level")),
        "issued": Told("year of issue", _year("issued")),
        "status": Told("state", _same("status")),
        "gender": _GENDER,
        "region": _REGION,
    },
    "availability": {
        "kind": Told("free, tentative or away", _same("kind")),
        "start": _WHEN,
        "days": Told("how long, in bands", lambda frame: coarse.days(frame["end"], frame["start"])),
    },
    "service": {"country": Told("where", _same("country")), "role": _ROLE, "start": _WHEN},
    "publications": {"year": Told("year", _same("year"))},
    "bios": {"language": Told("in which language somebody tells of themselves", _same("language"))},
    "consents": {
        "purpose": Told("search, share_name, transfer or statistics", _same("purpose")),
        "given": Told("year in which it was given", _year("given")),
        "withdrawn": Told("whether it was withdrawn", lambda frame: frame["withdrawn"].notna()),
    },
    "assignments": {
        "type": _TYPE,
        "country": Told("where", _same("country")),
        "start": _WHEN,
        "days": Told("how long, in bands", lambda frame: coarse.days(frame["end"], frame["start"], more=1)),
        "module": Told("which module", _same("module")),
    },
    "members": {"type": _TYPE, "role": _ROLE, "start": _WHEN, "gender": _GENDER, "region": _REGION},
    "trainees": {
        "module": Told("which module", _same("module")),
        "start": _WHEN,
        "gender": _GENDER,
        "region": _REGION,
    },
    "appraisals": {
        "by": Told("who judged", _same("by")),
        "mark": Told("mean of the marks, 1 to 5, to the nearest half", lambda frame: coarse.mark(frame[list(MARKS)])),
        "would_use_again": Told("yes or no", _same("would_use_again")),
        "on": Told("year", _year("on")),
    },
}
# What stands for one person, or one assignment, in this export alone.
_NAMED = ("specialists", "assignments")


def published(snapshot: Snapshot) -> dict[str, pd.DataFrame]:
    """One table per noun, each with at least five people (assignments: five of them) behind every row.

    Rows that cannot be shared so are left out; how many is told by ``frame.attrs["left_out"]``, rounded up to fives.
    The order of rows says nothing. ``snapshot`` must be disguised already.
    """
    frames = snapshot.to_frames()
    return {noun: _published(noun, _with_context(noun, frames)) for noun in PUBLISHED}


def _published(noun: str, frame: pd.DataFrame) -> pd.DataFrame:
    columns = {name: told.made(frame) for name, told in PUBLISHED[noun].items()}
    made = pd.DataFrame(columns, index=frame.index)
    people = frame["id"] if noun in _NAMED else frame["specialist"]
    kept = alike(made, people)
    gone = len(made) - len(kept)
    if noun in _NAMED:
        kept.insert(0, "id", people.loc[kept.index])
    kept = kept.sort_values(list(kept.columns), key=lambda column: column.astype("string"), kind="stable")
    kept = kept.reset_index(drop=True)
    kept.attrs["left_out"] = -(-gone // 5) * 5
    return kept


def _with_context(noun: str, frames: Frames) -> pd.DataFrame:
    """A table with what is known of the person and the assignment of each row."""
    frame = frames[noun]
    if noun == "specialists":
        return frame.assign(region=coarse.region(frame["residence"]))
    people = frames["specialists"].set_index("id")
    if "specialist" in frame:
        whose = people.reindex(frame["specialist"])
        known = {"gender": whose["gender"], "region": coarse.region(whose["residence"])}
        frame = frame.assign(**{name: column.to_numpy() for name, column in known.items()})
    if "assignment" in frame:
        of = frames["assignments"].set_index("id").reindex(frame["assignment"])
        frame = frame.assign(**{name: of[name].to_numpy() for name in ("types", "module", "start")})
    return frame
