"""What the record says in words: why something was done, and what was done to what."""

import re
from collections.abc import Mapping
from functools import lru_cache

from registry.consents import Purpose
from service.pages.casework.words import HAPPENED
from service.pages.wording import Wording, wording
from service.pages.words import N_, PURPOSES

# Machine -> event -> what happened.
STEPS: Mapping[str, Mapping[str, str]] = {
    "mission": HAPPENED,
    "candidacy": {
        "accept": N_("Offer accepted"),
        "complete": N_("Work completed"),
        "confirm": N_("Person confirmed"),
        "consider": N_("Person considered"),
        "curtail": N_("Work ended early"),
        "decline": N_("Offer declined"),
        "deploy": N_("Person began the mission"),
        "drop": N_("Person not proposed further"),
        "expire": N_("Offer expired"),
        "miss": N_("Person did not come"),
        "offer": N_("Offer sent"),
        "refuse": N_("Person not chosen"),
        "revoke": N_("Seat taken back"),
        "shortlist": N_("Person put on the list"),
        "withdraw": N_("Person withdrew"),
    },
    "offer": {
        "accept": N_("Offer accepted"),
        "decline": N_("Offer declined"),
        "expire": N_("Offer expired"),
        "revoke": N_("Offer taken back"),
    },
    "vetting": {
        "admit": N_("Member admitted"),
        "apply": N_("Application handed in"),
        "nominate": N_("Person nominated"),
        "refuse": N_("Application refused"),
        "reinstate": N_("Membership reinstated"),
        "remove": N_("Membership ended"),
        "resubmit": N_("Application handed in again"),
        "return": N_("Application returned"),
        "review": N_("Review begun"),
        "suspend": N_("Membership suspended"),
    },
    "consent": {
        "give": N_("Consent given"),
        "lapse": N_("Consent lapsed"),
        "withdraw": N_("Consent withdrawn"),
    },
    "referral": {
        "block": N_("Proposals blocked"),
        "end_pause": N_("Pause ended"),
        "pause": N_("Proposals paused"),
        "resume": N_("Pause ended by the person"),
        "unblock": N_("Block of proposals lifted"),
    },
    "freshness": {
        "confirm": N_("Profile confirmed"),
        "fall_due": N_("Profile to be confirmed"),
        "go_dormant": N_("Profile dormant"),
        "go_stale": N_("Profile not confirmed for long"),
    },
    "certificate": {
        "assess": N_("Training assessed"),
        "document": N_("Document handed in"),
        "enrol": N_("Person taken into training"),
        "expire": N_("Certificate expired"),
        "issue": N_("Certificate issued"),
        "near_end": N_("Certificate ends soon"),
        "reinstate": N_("Certificate reinstated"),
        "renew": N_("Certificate renewed"),
        "revoke": N_("Certificate revoked"),
        "suspend": N_("Certificate suspended"),
        "verify": N_("Certificate verified"),
    },
    "membership": {
        "begin": N_("Profile begun"),
        "apply": N_("Application handed in"),
        "nominate": N_("Person nominated"),
    },
}

# Other purposes, as the service writes them.
WHY: Mapping[str, str] = {
    "request a mission": N_("Mission requested"),
    "write a mission": N_("Mission written"),
    "ask the next": N_("Next person asked"),
    "remind": N_("Person reminded of an offer"),
    "appraise": N_("Appraisal given"),
    "select": N_("People chosen from the list"),
    "settle": N_("Release, travel or induction settled"),
    "decide on a seat": N_("People put on the list"),
    "look at a decision": N_("Decision looked at"),
    "contest a decision": N_("Decision contested"),
    "answer a contest": N_("Objection answered"),
    "document handed in": N_("Document handed in"),
    "document removed": N_("Document removed"),
    "look at a document": N_("Document looked at"),
    "verify a claim": N_("Claim verified"),
    "own profile": N_("Own profile changed"),
    "profile added": N_("Profile added"),
    "profile changed": N_("Profile changed"),
    "profile confirmed by link": N_("Profile confirmed by a link"),
    "apply for a certificate": N_("Certificate applied for"),
    "remind members": N_("Members reminded"),
    "training session": N_("Training session recorded"),
    "one person": N_("Two entries made one"),
    "two people": N_("Two entries kept as two people"),
    "merge undone": N_("Two entries separated again"),
    "merge taken back": N_("Two entries separated again"),
    "compare two entries": N_("Two entries compared"),
    "find duplicates": N_("Duplicates looked for"),
    "correction": N_("Profile corrected"),
    "restriction": N_("Use of the profile restricted"),
    "restriction lifted": N_("Use of the profile allowed again"),
    "request of the person": N_("Everything given to the person"),
    "erasure": N_("Person erased"),
    "history begins": N_("Record begun"),
    "account added": N_("Account added"),
    "account changed": N_("Account changed"),
    "first account": N_("First account made"),
    "asked by its owner": N_("Asked for by its owner"),
    "asked by an administrator": N_("Asked for by an administrator"),
    "changed by its owner": N_("Changed by its owner"),
    "language chosen by its owner": N_("Language chosen by its owner"),
    "second factor begun by its owner": N_("Second factor begun by its owner"),
    "second factor ended by its owner": N_("Second factor ended by its owner"),
    "reset by mail": N_("New password by a link"),
    "sign in": N_("Sign-in"),
    "first sign-in by the provider": N_("First sign-in by another provider"),
    "generated sample": N_("Sample people added"),
    "demo missions": N_("Sample missions added"),
}

# Purposes that end in a name of something.
_BEGINNINGS: Mapping[str, str] = {
    "import of": N_("File taken in"),
    "retention:": N_("Kept no longer than the rules allow"),
    "shortlist of": N_("List downloaded"),
}

OPS: Mapping[str, str] = {
    "begin": N_("on file before the record"),
    "add": N_("added"),
    "update": N_("changed"),
    "remove": N_("removed"),
    "erase": N_("erased"),
    "restore": N_("restored from a backup"),
    "show": N_("shown"),
    "see": N_("shown"),
    "export": N_("given out"),
    "enable": N_("may sign in again"),
    "disable": N_("may no longer sign in"),
    "roles": N_("offices changed"),
    "password": N_("password changed"),
    "second_factor": N_("second factor begun"),
    "second_factor_dropped": N_("second factor ended"),
    "recovery": N_("code on paper used"),
    "link": N_("linked to another provider"),
    "token": N_("token made"),
    "token_ended": N_("token ended"),
}

KINDS: Mapping[str, str] = {
    "specialist": N_("Profile"),
    "mission": N_("Text of a mission"),
    "assignment": N_("Past work"),
    "case": N_("Course of a mission"),
    "candidacy": N_("Candidacy"),
    "offer": N_("Offer"),
    "appraisal": N_("Appraisal"),
    "decision": N_("Decision on a seat"),
    "contest": N_("Objection"),
    "member": N_("Membership"),
    "certificate": N_("Certificate"),
    "document": N_("Document"),
    "duplicate": N_("Pair of entries"),
    "account": N_("Account"),
    "pool": N_("The whole pool"),
}
_CONSENT = re.compile(r"consent to (\w+)( withdrawn)?")


def why(own: Wording, purpose: str) -> str:
    """Why something was done; somebody's own words as they are."""
    if purpose in WHY:
        return own.say(WHY[purpose])
    first, _, rest = purpose.partition(" ")
    event, _, about = rest.partition(" ")
    if event in STEPS.get(first, {}):
        return _with(own, own.say(STEPS[first][event]), about)
    offers, consents = STEPS["offer"], STEPS["consent"]
    if rest == "offer" and first in offers:
        return own.say(offers[first])
    if consent := _CONSENT.fullmatch(purpose):
        event = "withdraw" if consent[2] else "give"
        return _with(own, own.say(consents[event]), consent[1])
    found = next((words for begun, words in _BEGINNINGS.items() if purpose.startswith(f"{begun} ")), None)
    return purpose if found is None else own.say(found)


def what(own: Wording, kind: str, op: str) -> str:
    """What was done to what: the kind of thing, and the deed."""
    return f"{own.say(KINDS.get(kind, kind))}: {own.say(OPS.get(op, op))}"


@lru_cache(maxsize=4_000)
def told(language: str, purpose: str, kind: str, op: str) -> str:
    """Everything by which an entry is found, in the reader's words and in those of the record."""
    own = wording(language)
    return f"{why(own, purpose)} {what(own, kind, op)} {purpose} {kind} {op}".casefold()


def _with(own: Wording, words: str, purpose: str) -> str:
    """With the purpose that a consent is for, where there is one."""
    return f"{words}: {own.say(PURPOSES[Purpose(purpose)])}" if purpose in {*Purpose} else words
