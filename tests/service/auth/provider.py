"""A real OpenID provider (Canaille) on a loopback port, in a process of its own; prints its address when ready."""

import sys
import warnings

# What its libraries complain of is not ours to mend.
warnings.simplefilter("ignore")

from canaille import create_app  # noqa: E402  # after the filter
from canaille.app import models  # noqa: E402
from joserfc.jwk import RSAKey  # noqa: E402
from werkzeug.serving import make_server  # noqa: E402

CLIENT_ID, CLIENT_SECRET = "rtcm", "a secret of the test client"
PASSWORD = "the sample password of the provider"
# (name there, e-mail address)
PEOPLE = (
    ("sample.known", "known@example.org"),
    ("sample.unverified", "other@example.org"),
    ("sample.stranger", "stranger@example.org"),
)


def serve(redirect_uri: str) -> None:
    """Serve until the process is ended."""
    server = make_server("127.0.0.1", 0, lambda environ, start: app(environ, start), threaded=True)
    address = f"127.0.0.1:{server.port}"
    config = {
        "SECRET_KEY": "a secret of the test provider",
        "SERVER_NAME": address,
        "PREFERRED_URL_SCHEME": "http",
        "CANAILLE": {"DATABASE": "memory", "ENABLE_REGISTRATION": False, "LOGGING": {"version": 1}},
        "CANAILLE_OIDC": {"ACTIVE_JWKS": [RSAKey.generate_key(2048).as_dict(private=True)]},
    }
    app = create_app(config)
    app.config["SESSION_COOKIE_SECURE"] = False
    # It tells of an address whether it was verified only where it is told how: as a word.
    app.config["CANAILLE_OIDC"]["USERINFO_MAPPING"]["EMAIL_VERIFIED"] = (
        "{% if 'unverified' not in user.user_name %}true{% endif %}"
    )
    with app.app_context():
        _fill(app.backend.instance, redirect_uri)
    print(f"http://{address}", flush=True)
    server.serve_forever()


def _fill(backend: object, redirect_uri: str) -> None:
    with backend.session():
        for name, email in PEOPLE:
            user = models.User(user_name=name, formatted_name=name, family_name=name, emails=[email], password=PASSWORD)
            backend.save(user)
        client = models.Client(
            client_id=CLIENT_ID,
            client_secret=CLIENT_SECRET,
            client_name="Sample pool",
            client_uri="http://127.0.0.1",
            redirect_uris=[redirect_uri],
            grant_types=["authorization_code"],
            response_types=["code"],
            scope=["openid", "profile", "email"],
            token_endpoint_auth_method="client_secret_basic",
        )
        backend.save(client)
        client.audience = [client]
        backend.save(client)


if __name__ == "__main__":
    serve(sys.argv[1])
