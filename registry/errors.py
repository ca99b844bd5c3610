"""Everything the registry refuses, as one small tree.

RegistryError
    UnknownTerm         a code or name that no vocabulary knows; proposes the nearest
    BadInput            what somebody handed in cannot be taken; carries every Problem found
    NotFound            no such specialist, mission or assignment
    UnknownSpecialists  an assignment names people who are not in the pool
    StaleVersion        somebody else changed the row in the meantime
    StoreUnavailable    the database cannot be reached, written or grown
    NewerDatabase       the database was written by a later release
    OlderDatabase       the database was written by an earlier release
    FeedGap             the changes since a revision cannot be told: read the whole pool
        NewEpoch        the pool was restored meanwhile
        FeedPruned      the changes are no longer kept
        FeedBroken      the pool is behind its reader, or a number is missing: an alarm
    NotInitialised      the database holds no pool yet
    DamagedSnapshot     a snapshot file of another version, cut short or changed
    IllegalStep         a state cannot change like that; says what could
    CannotDecide        what a registrar wants to do with two entries cannot be done
    DamagedFile         a file of arrays of another format, cut short or changed
    DamagedBackup       a backup that is none, cut short or changed
    DamagedSeal         the audit chain holds something that the key of its person does not open
    NoSuchRevision      history cannot tell the pool at a revision
    ErasedPerson        a profile under the id of somebody who was erased
    RequestTaken        another attempt at the same request has taken the place of this one
    EmailTaken          another account has this e-mail address
    LastAdministrator   nobody would be left who can let others in
"""

import reprlib
from collections.abc import Sequence
from dataclasses import dataclass


class RegistryError(Exception):
    """Base of all errors of the registry; its text is fit to be shown."""


def quoted(found: object, limit: int = 60) -> str:
    """What was found, in quotes, cut to ``limit`` characters, with nothing in it that cannot be printed."""
    text = found if isinstance(found, str) else repr(found)
    shown = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text[:limit])
    return f'"{shown}…"' if len(text) > limit else f'"{shown}"'


def _written(found: object) -> str:
    """What was found as text, short, also where Python refuses to write it out (nested too deep, a huge number)."""
    try:
        return found if isinstance(found, str) else reprlib.repr(found)
    except (ValueError, RecursionError):
        return type(found).__name__


class UnknownTerm(RegistryError, ValueError):
    """A term that no vocabulary knows; a ValueError, so that a domain value reports it at its field."""

    def __init__(self, kind: str, found: object, nearest: Sequence[str] = (), expected: str = "") -> None:
        self.kind = kind
        self.found = found
        self.nearest = tuple(nearest)
        hint = f"; nearest: {', '.join(self.nearest)}" if self.nearest else f"; expected {expected}" if expected else ""
        super().__init__(f"unknown {kind} {quoted(_written(found))}{hint}")


@dataclass(frozen=True)
class Problem:
    """One thing wrong with an input: where, what stood there, what was expected."""

    file: str
    line: int | None
    field: str
    found: str
    expected: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        field = f" {self.field}:" if self.field else ""
        found = f" (found {self.found})" if self.found else ""
        return f"{place}:{field} {self.expected}{found}"


class BadInput(RegistryError):
    """An input that cannot be taken; nothing of it was kept unless the message says so."""

    def __init__(self, problems: Sequence[Problem], total: int | None = None) -> None:
        self.problems = tuple(problems)
        self.total = len(self.problems) if total is None else total
        lines = [str(problem) for problem in self.problems]
        if self.total > len(lines):
            lines.append(f"... and {self.total - len(lines)} more problems")
        super().__init__("\n".join(lines))


class NotFound(RegistryError):
    """No such thing in the pool."""

    def __init__(self, noun: str, id: str, nearest: Sequence[str] = ()) -> None:
        self.noun = noun
        self.id = id
        hint = f"; nearest: {', '.join(nearest)}" if nearest else ""
        super().__init__(f"no {noun} {quoted(id)} in the pool{hint}")


class UnknownSpecialists(RegistryError):
    """An assignment names people who are not in the pool."""

    def __init__(self, assignment: str, ids: Sequence[str]) -> None:
        self.assignment = assignment
        self.ids = tuple(ids)
        more = f" and {len(ids) - 5} more" if len(ids) > 5 else ""
        super().__init__(
            f"assignment {quoted(assignment)} names specialists not in the pool: {', '.join(ids[:5])}{more}"
        )


class StaleVersion(RegistryError):
    """Something was changed by somebody else since it was read; of a list, its version is the decision in force."""

    def __init__(self, noun: str, id: str, expected: int | str, found: int | str) -> None:
        super().__init__(f"{noun} {quoted(id)} is at version {found}, not {expected}: read it again and repeat")


class StoreUnavailable(RegistryError):
    """The database cannot be reached, written or grown."""


class NewerDatabase(RegistryError):
    """The database was written by a later release."""


class OlderDatabase(RegistryError):
    """The database was written by an earlier release, and not brought up to date since."""

    def __init__(self, url: str) -> None:
        super().__init__(f"{url} is of an older release: bring it up to date with rtcm init")


class NotInitialised(RegistryError):
    """The database holds no pool yet."""


class DamagedSnapshot(RegistryError):
    """A snapshot file of another version, cut short or changed."""


class DamagedFile(RegistryError):
    """A file of arrays of another format, cut short, or changed since it was written."""

    def __init__(self, path: object, what: str) -> None:
        super().__init__(f"{path}: {what}")


class IllegalStep(RegistryError):
    """A state cannot change like that; ``legal`` says which steps there are from here, by whom, on which grounds.

    ``missed`` are the names of the guards that did not hold.
    """

    def __init__(
        self, machine: str, state: str, wanted: str, why: str, legal: Sequence[str], missed: Sequence[str] = ()
    ) -> None:
        self.machine = machine
        self.state = state
        self.legal = tuple(legal)
        self.missed = tuple(missed)
        steps = "; ".join(legal) if legal else "nothing, it has ended"
        super().__init__(f"{machine} {state}: {wanted} is refused, {why}. Legal from here: {steps}")


class CannotDecide(RegistryError):
    """What a registrar wants to do with two entries (merge, undo, set apart) cannot be done."""


class CannotKeep(RegistryError):
    """There is no more room for what somebody wants to keep."""


class FeedGap(RegistryError):
    """The changes since a revision cannot be told; whoever asked must read the whole pool again."""

    def __init__(self, since: int, why: str) -> None:
        self.since = since
        super().__init__(f"no changes since revision {since}: {why}")


class NewEpoch(FeedGap):
    """The pool was restored meanwhile: the same number may stand for other facts."""


class FeedPruned(FeedGap):
    """The changes are no longer kept."""


class FeedBroken(FeedGap):
    """The pool is behind its reader within one epoch, or a revision is missing: never to be seen, so an alarm."""


class DamagedBackup(RegistryError):
    """A file that is no backup, was cut short, or changed since it was written."""

    def __init__(self, path: object, what: str) -> None:
        super().__init__(f"{path}: {what}; nothing was changed")


class DamagedSeal(RegistryError):
    """The audit chain holds something that the key of its person does not open."""


class NoSuchRevision(RegistryError):
    """History cannot tell the pool at this revision."""

    def __init__(self, revision: int, first: int, now: int) -> None:
        super().__init__(f"no history of revision {revision}: it is kept from revision {first} to {now}")


class ErasedPerson(RegistryError):
    """A profile under the id of somebody who was erased."""

    def __init__(self, id: str) -> None:
        super().__init__(f"specialist {quoted(id)} was erased: whoever joins again gets a new id")


class RequestTaken(RegistryError):
    """Another attempt at the same request has taken the place of this one; nothing of this one was kept."""

    def __init__(self, key: str) -> None:
        super().__init__(f"another attempt at the request {quoted(key)} has taken the place of this one")


class EmailTaken(RegistryError):
    """Another account has this e-mail address."""

    def __init__(self, email: str) -> None:
        super().__init__(f"another account has the address {quoted(email)}")


class LastAdministrator(RegistryError):
    """Nobody would be left who can let others in."""

    def __init__(self, email: str) -> None:
        super().__init__(f"{quoted(email)} is the only active administrator: give somebody else that office first")
