"""Pure rules of who may be proposed when, and of every state: what may follow, by whom, on which grounds."""

from registry.lifecycle.candidacies import offer_expiry
from registry.lifecycle.certificates import certificate_state
from registry.lifecycle.days import FOREVER, NEVER, Days, Flags, covers, day_number
from registry.lifecycle.guards import Context, Guard
from registry.lifecycle.machine import Effect, Machine, Office, Step, Transition, step
from registry.lifecycle.machines import MACHINES
from registry.lifecycle.membership import (
    DORMANT_AFTER,
    DUE_AFTER,
    STALE_AFTER,
    Bar,
    Freshness,
    Membership,
    axes,
    bars,
    closed_until,
    consent_period,
    freshness,
    proposable,
)
from registry.lifecycle.validity import (
    DEFAULT_VALIDITY_YEARS,
    EXPIRING_WITHIN,
    HELD,
    certificate_expiring,
    certificate_valid,
    expiry,
)

__all__ = [
    "DEFAULT_VALIDITY_YEARS",
    "DORMANT_AFTER",
    "DUE_AFTER",
    "EXPIRING_WITHIN",
    "FOREVER",
    "HELD",
    "MACHINES",
    "NEVER",
    "STALE_AFTER",
    "Bar",
    "Context",
    "Days",
    "Effect",
    "Flags",
    "Freshness",
    "Guard",
    "Machine",
    "Membership",
    "Office",
    "Step",
    "Transition",
    "axes",
    "bars",
    "certificate_expiring",
    "certificate_state",
    "certificate_valid",
    "closed_until",
    "consent_period",
    "covers",
    "day_number",
    "expiry",
    "freshness",
    "offer_expiry",
    "proposable",
    "step",
]
