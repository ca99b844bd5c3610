"""The sign-in provider of the settings, all of it or none."""

from registry.errors import BadInput, Problem
from service.auth.provider import Provider
from service.settings import Settings


def known_provider(settings: Settings) -> Provider | None:
    """The OpenID provider that is set up, None where none is; BadInput when something of it is missing."""
    issuer, client, secret = settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret
    if issuer is None and client is None and secret is None:
        return None
    missing = [
        Problem(f"RTCM_OIDC_{name}", None, "", "", "expected a value, for the other settings of the provider have one")
        for name, value in (("ISSUER", issuer), ("CLIENT_ID", client), ("CLIENT_SECRET", secret))
        if not value
    ]
    if issuer is None or client is None or secret is None or missing:
        raise BadInput(missing)
    if not issuer.startswith("https://") and not issuer.startswith(("http://127.0.0.1", "http://localhost")):
        raise BadInput([Problem("RTCM_OIDC_ISSUER", None, "", "", "expected an address that begins with https://")])
    return Provider(issuer, client, secret.get_secret_value(), settings.public_url)
