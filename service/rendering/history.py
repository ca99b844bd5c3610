"""One entry of the history as a terminal shows it and as JSON."""

import json
from typing import Any

from matching.shortlist import Answer
from registry.dossier import Changed, changed
from registry.store import Event

_LONGEST = 60


class Told(Answer):
    """Who did what to whom, when and why, and each field before and after; ``id`` is None for who was erased."""

    entry: int
    revision: int
    at: str
    actor: str
    purpose: str
    op: str
    kind: str
    id: str | None
    changed: tuple[Changed, ...]

    def in_words(self) -> str:
        """A line for the entry, and one for each field."""
        who = self.id or "(erased)"
        first = f"{self.entry}  revision {self.revision}  {self.at}  {self.actor}: {self.op} {self.kind} {who}"
        lines = [f"{first}  ({self.purpose})"]
        if self.op not in ("add", "begin"):
            lines += [f"    {each.field}: {_short(each.before)} -> {_short(each.after)}" for each in self.changed]
        return "\n".join(lines) + "\n"


def told(event: Event) -> Told:
    """An event as an answer."""
    entry = event.entry
    return Told(
        entry=entry.seq,
        revision=entry.rev,
        at=entry.at,
        actor=entry.actor,
        purpose=entry.purpose,
        op=entry.op,
        kind=entry.kind,
        id=event.id,
        changed=changed(event.before, event.after),
    )


def _short(value: Any) -> str:
    text = "nothing" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
