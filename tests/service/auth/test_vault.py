"""Secrets of second factors: sealed in the database where there is a key, and of use to nobody without it."""

import pyotp
import pytest

from registry.errors import BadInput
from service.auth.configured import known_vault
from service.auth.vault import Vault
from service.settings import Settings
from tests.service.auth.building import PASSWORD, a_gate, add, client_of, sign_in

KEY = "a key of a test that nobody uses, 1"
SECRET = pyotp.random_base32()


def test_there_and_back():
    closed = Vault(KEY).closed(SECRET)
    assert SECRET not in closed
    assert Vault(KEY).closed(SECRET) != closed
    assert Vault(KEY).opened(closed) == SECRET
    assert Vault().closed(SECRET) == SECRET
    assert Vault(KEY).opened(SECRET) == SECRET, "kept before there was a key"
    assert Vault(KEY).opened(None) is None


@pytest.mark.parametrize("other", [Vault(), Vault(KEY + "2")])
def test_without_the_key_it_is_of_no_use(other, caplog):
    assert other.opened(Vault(KEY).closed(SECRET)) is None
    assert "RTCM_FACTOR_KEY_FILE" in caplog.text


def test_what_the_database_holds_is_no_secret(store):
    gate = a_gate(store, vault=Vault(KEY))
    add(gate, "acc-1", "planner")
    with client_of(gate) as client:
        sign_in(client)
        secret = client.post("/api/v1/me/second-factor").json()["secret"]
        code = {"code": pyotp.TOTP(secret).at(gate.now())}
        assert client.put("/api/v1/me/second-factor", json=code).status_code == 200
        kept = store.accounts.credentials("acc-1").totp
        assert kept.startswith("sealed:")
        assert secret not in kept
        gate.now.wait(seconds=30)
        client.post("/api/v1/sign-in", json={"email": "acc-1@example.org", "password": PASSWORD})
        code = {"code": pyotp.TOTP(secret).at(gate.now())}
        assert client.post("/api/v1/sign-in/second-factor", json=code).status_code == 200


def test_the_key_is_that_of_a_file(tmp_path):
    file = tmp_path / "key"
    file.write_text(f"{KEY}\n")
    assert known_vault(Settings(factor_key_file=file)).opened(Vault(KEY).closed(SECRET)) == SECRET
    assert known_vault(Settings()).closed(SECRET) == SECRET
    for wrong in (tmp_path / "missing", tmp_path / "short"):
        (tmp_path / "short").write_text("short")
        with pytest.raises(BadInput, match="RTCM_FACTOR_KEY_FILE"):
            known_vault(Settings(factor_key_file=wrong))
