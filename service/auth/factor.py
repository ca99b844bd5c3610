"""The second factor: codes by time (RFC 6238), and codes on paper for the day the device is lost."""

import hmac
import secrets
from datetime import datetime

import pyotp

ISSUER = "RTCM expert pool"
_SECONDS = 30
# Clocks may differ by one step either way.
_STEPS = (0, -1, 1)
_RECOVERY, _RECOVERY_BYTES = 10, 8


def new_secret() -> str:
    """A secret of 160 bits, in base 32."""
    return pyotp.random_base32()


def uri(secret: str, email: str) -> str:
    """What an authenticator reads, from a picture or by hand."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The step of time to which a code belongs, None for one that is wrong; no step may be used twice."""
    if not secret or len(code) != 6 or not (code.isascii() and code.isdigit()):
        return None
    codes, at = pyotp.HOTP(secret), int(now.timestamp()) // _SECONDS
    return next((at + off for off in _STEPS if hmac.compare_digest(codes.at(at + off), code)), None)


def recovery_codes() -> list[str]:
    """Codes to keep on paper; each counts once."""
    drawn = (secrets.token_hex(_RECOVERY_BYTES) for _ in range(_RECOVERY))
    return ["-".join(code[at : at + 4] for at in range(0, len(code), 4)) for code in drawn]


def spelled(code: str) -> str:
    """A code from paper as it is kept: however somebody types it."""
    return "".join(sign for sign in code.lower() if sign.isalnum())
