"""The audit chain: each entry hashes the one before, so that no edit, deletion, swap or truncation goes unseen.

An entry is written once. Its hash is SHA-256 over the hash before it and over everything that the entry says; the
payload enters as its own hash, as it is stored, so that the chain can be followed without opening anything.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from registry.errors import BadInput, Problem

# What the first entry hashes in place of one before it.
GENESIS = "0" * 64
_HEAD = re.compile(r"(\d+):([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Entry:
    """One change: when and where in the feed, what moved, how, by whom and why; ``subject`` as the chain names it."""

    seq: int
    rev: int
    ord: int
    kind: str
    subject: str
    version: int
    op: str
    actor: str
    purpose: str
    at: str
    payload: bytes | None = None
    hash: str = ""


@dataclass(frozen=True)
class Head:
    """Where a chain ends: how many entries, and the hash of the last; kept elsewhere it proves what came before."""

    entries: int
    hash: str

    def __str__(self) -> str:
        return f"{self.entries}:{self.hash}"

    @classmethod
    def parse(cls, text: str, file: str = "--head") -> "Head":
        """What ``str`` gives; BadInput."""
        found = _HEAD.fullmatch(text.strip())
        if found is None:
            raise BadInput([Problem(file, None, "", "", "expected COUNT:HASH as rtcm audit head prints it")])
        return cls(int(found[1]), found[2])


@dataclass(frozen=True)
class Fault:
    """Something wrong with a chain, and where: the number of the entry; None where the pool departs from the chain."""

    seq: int | None
    what: str

    def __str__(self) -> str:
        return self.what if self.seq is None else f"entry {self.seq}: {self.what}"


def link(before: str, entry: Entry) -> str:
    """The hash of an entry that follows the hash ``before``."""
    said = (entry.seq, entry.rev, entry.ord, entry.kind, entry.subject, entry.version, entry.op, entry.actor)
    payload = "" if entry.payload is None else hashlib.sha256(entry.payload).hexdigest()
    canonical = json.dumps([before, *said, entry.purpose, entry.at, payload], separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def faults(entries: Iterable[Entry], head: Head, kept: Head | None = None) -> Iterator[Fault]:
    """Everything wrong with a chain in the order of ``seq``; nothing when it is whole.

    ``head`` is where the pool says that it ends; ``kept`` an earlier end that was kept elsewhere. Each entry is held
    against the stored hash before it, so that one wrong entry does not make all that follow look wrong.
    """
    seq, before = 0, GENESIS
    for entry in entries:
        yield from _absent(seq + 1, entry.seq - 1)
        if entry.hash != link(before, entry):
            what = "is not as it was written" if entry.seq == seq + 1 else "does not follow the entry before it"
            yield Fault(entry.seq, f"{_named(entry)} {what}")
        if kept is not None and entry.seq == kept.entries and entry.hash != kept.hash:
            yield Fault(entry.seq, "is not what the head kept elsewhere says: the chain was written anew")
        seq, before = entry.seq, entry.hash
    end = max(head.entries, kept.entries if kept is not None else 0)
    yield from _absent(seq + 1, end)
    if seq > head.entries:
        yield Fault(seq, f"the pool says that the chain ends at entry {head.entries}")
    elif seq == head.entries and before != head.hash:
        yield Fault(seq, "is not the end that the pool says the chain has")


def _absent(first: int, last: int) -> Iterator[Fault]:
    if first == last:
        yield Fault(first, "is missing")
    elif first < last:
        yield Fault(first, f"is missing, as are all up to entry {last}")


def _named(entry: Entry) -> str:
    return f"({entry.op} {entry.kind} {entry.subject}, revision {entry.rev})"
