"""Signing in with an OpenID provider: authorization code with PKCE (S256), state and nonce.

The three are drawn from one secret that stays in a cookie of the browser that asked, so nothing need be kept here, and
an answer that comes back to another browser is refused.
"""

import hashlib
import hmac
import threading
from dataclasses import dataclass, field
from typing import Any

import httpx2
from authlib.integrations.httpx_client import OAuth2Client, OAuthError
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from service.errors import ProviderFailed, RefusedByProvider

CALLBACK = "/api/v1/sign-in/provider/callback"
# Signatures by a key of the provider alone: neither none, nor by our own secret.
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
_SECONDS = 10.0
_CLOCKS_DIFFER_SECONDS = 60


@dataclass(frozen=True)
class Known:
    """Whom a provider says that it knows: who vouches, the name there, and an e-mail address that it verified."""

    issuer: str
    identity: str
    email: str | None


@dataclass(frozen=True)
class Proof:
    """What one attempt to sign in goes by; all of it follows from a secret that the browser keeps."""

    secret: str

    def _of(self, use: str) -> str:
        return hashlib.sha256(f"{use} {self.secret}".encode()).hexdigest()

    @property
    def state(self) -> str:
        """Comes back with the answer of the provider."""
        return self._of("state")

    @property
    def nonce(self) -> str:
        """Comes back inside what the provider signs."""
        return self._of("nonce")

    @property
    def verifier(self) -> str:
        """Shows that who takes the answer is who asked."""
        return self._of("verifier")


@dataclass
class Provider:
    """One provider, by the address under which it describes itself; where we are reached is ``address``."""

    issuer: str
    client_id: str
    client_secret: str
    address: str
    _described: dict[str, Any] | None = field(default=None, init=False)
    _keys: KeySet | None = field(default=None, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def begin(self, proof: Proof) -> str:
        """Where the browser goes to sign in; ProviderFailed."""
        with self._client() as client:
            asked = {"state": proof.state, "nonce": proof.nonce, "code_verifier": proof.verifier}
            url, _ = client.create_authorization_url(self._endpoint("authorization_endpoint"), **asked)
        return str(url)

    def finish(self, proof: Proof, state: str, code: str, issuer: str | None = None) -> Known:
        """Whom the provider knows, after the browser came back; ``issuer`` is who says so (RFC 9207), where it is said.

        RefusedByProvider, ProviderFailed.
        """
        if not hmac.compare_digest(state.encode(), proof.state.encode()) or issuer not in (None, self.issuer):
            raise RefusedByProvider("the answer is not to a question of this browser: begin again")
        try:
            with self._client() as client:
                token = client.fetch_token(
                    self._endpoint("token_endpoint"),
                    code=code,
                    code_verifier=proof.verifier,
                    grant_type="authorization_code",
                )
                said = self._checked(token, proof)
                if "email" not in said:
                    said |= self._asked_further(client, said["sub"])
        except OAuthError as fault:
            raise RefusedByProvider(f"the provider refuses: {fault.error}") from fault
        except (httpx2.HTTPError, ValueError, KeyError) as fault:
            raise ProviderFailed from fault
        # Some providers write the truth value as a word.
        verified = said.get("email_verified") in (True, "true")
        return Known(self.issuer, str(said["sub"]), str(said["email"]) if verified and said.get("email") else None)

    def _client(self) -> OAuth2Client:
        return OAuth2Client(
            self.client_id,
            self.client_secret,
            scope="openid email profile",
            redirect_uri=f"{self.address}{CALLBACK}",
            code_challenge_method="S256",
            timeout=_SECONDS,
        )

    def _checked(self, token: dict[str, Any], proof: Proof) -> dict[str, Any]:
        """What the signed token says, after everything that OpenID Connect Core 3.1.3.7 asks."""
        try:
            found = self._signed(token["id_token"])
            expected = {"iss": {"essential": True, "values": [self.issuer]}}
            given = {"nonce": proof.nonce, "client_id": self.client_id, "access_token": token.get("access_token")}
            claims = CodeIDToken(found.claims, found.header, expected, given)
            claims.validate(leeway=_CLOCKS_DIFFER_SECONDS)
        except JoseError as fault:
            raise RefusedByProvider(f"what the provider signed cannot be taken ({type(fault).__name__})") from fault
        if self.client_id not in ([claims["aud"]] if isinstance(claims["aud"], str) else claims["aud"]):
            raise RefusedByProvider("what the provider signed is for somebody else")
        return dict(claims)

    def _signed(self, text: str) -> jwt.Token:
        registry = JWSRegistry(algorithms=list(_ALGORITHMS), strict_check_header=False)
        try:
            return jwt.decode(text, self._key_set(), registry=registry)
        except (JoseError, ValueError):
            # Keys are changed now and then; a second look tells.
            self._keys = None
            return jwt.decode(text, self._key_set(), registry=registry)

    def _asked_further(self, client: OAuth2Client, subject: str) -> dict[str, Any]:
        """What the provider tells of somebody only when asked; of nobody else."""
        answer = client.get(self._endpoint("userinfo_endpoint")).raise_for_status().json()
        if answer["sub"] != subject:
            raise RefusedByProvider("the provider speaks of somebody else")
        return {name: answer[name] for name in ("email", "email_verified") if name in answer}

    def _key_set(self) -> KeySet:
        if self._keys is None:
            self._keys = KeySet.import_key_set(_fetched(self._endpoint("jwks_uri")))  # type: ignore[arg-type]
        return self._keys

    def _endpoint(self, name: str) -> str:
        """An address of the provider as it describes itself."""
        with self._lock:
            if self._described is None:
                said = _fetched(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
                if said.get("issuer") != self.issuer:
                    raise ProviderFailed
                self._described = said
        return str(self._described[name])


def _fetched(url: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = httpx2.get(url, timeout=_SECONDS).raise_for_status().json()
    except (httpx2.HTTPError, ValueError) as fault:
        raise ProviderFailed from fault
    return found
