"""What signing in needs of the settings: a provider, all of it or none, and the key of second factors."""

from registry.errors import BadInput, Problem
from service.auth.provider import Provider
from service.auth.vault import SHORTEST, Vault
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


def known_vault(settings: Settings) -> Vault:
    """What seals the secrets of second factors, by the key that is set; BadInput where its file is no such key."""
    if settings.factor_key_file is None:
        return Vault()
    try:
        secret = settings.factor_key_file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        secret = ""
    if len(secret) < SHORTEST:
        expected = f"expected a file that can be read, with {SHORTEST} characters or more"
        raise BadInput([Problem("RTCM_FACTOR_KEY_FILE", None, "", "", expected)])
    return Vault(secret)
