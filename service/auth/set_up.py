"""The code for setting the service up: whoever can read the log of the server makes the first account."""

import secrets

TOLD = "nobody has an account yet; the code for /set-up is %s"


def new_code() -> str:
    """A code of 96 bits, by chance."""
    return secrets.token_urlsafe(12)
