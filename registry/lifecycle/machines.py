"""The one explicit list of machines."""

from collections.abc import Mapping

from registry.lifecycle.axes import CONSENT, FRESHNESS, REFERRAL, VETTING
from registry.lifecycle.candidacies import CANDIDACY, OFFER
from registry.lifecycle.certificates import CERTIFICATE
from registry.lifecycle.machine import Machine
from registry.lifecycle.missions import MISSION

MACHINES: Mapping[str, Machine] = {
    machine.name: machine for machine in (MISSION, CANDIDACY, OFFER, VETTING, CONSENT, REFERRAL, FRESHNESS, CERTIFICATE)
}
