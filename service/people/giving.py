"""Profiles that leave the house: by the office of who takes them, marked with who that was, and on record."""

import json
from datetime import date, datetime

from registry.exporting import json_line
from registry.roster import Roster
from registry.store import Store
from service.auth.who import Who
from service.people.listing import Filters, found
from service.people.live import LiveRoster
from service.people.sight import by_pseudonym, pseudonymous


def give(
    store: Store, who: Who, filters: Filters, purpose: str, people: LiveRoster, roster: Roster, now: datetime
) -> str:
    """The people of a list as JSON Lines, behind a line that says who took them, when and what for.

    Put on record first, person by person: nothing leaves unseen. By pseudonym for an analyst.
    """
    today = now.date()
    chosen = roster.chosen(found(who, filters, roster, today))
    ids = sorted(each.id for each in chosen)
    store.record.note_accesses(who.account, purpose, ids, "export")
    mark = {
        "schema": "export/1",
        "taken_by": who.account,
        "at": now.isoformat(timespec="seconds"),
        "purpose": purpose,
        "revision": roster.revision,
        "specialists": len(ids),
    }
    lines = (_line(store, who, id, people, today) for id in ids)
    return json.dumps(mark, ensure_ascii=False) + "\n" + "".join(lines)


def _line(store: Store, who: Who, id: str, people: LiveRoster, today: date) -> str:
    one = store.specialist(id)
    if by_pseudonym(who):
        return pseudonymous(one, people.pseudonym(id), today).model_dump_json() + "\n"
    return json_line(one)
