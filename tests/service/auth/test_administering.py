"""Accounts in the hands of an administrator, and a new password by mail."""

import pytest

from registry.domain import MailState
from service.auth import administering
from service.errors import WeakPassword
from service.mail.resets import ResetMailer
from tests.service.auth.building import OFFICES, PASSWORD, a_gate, add, an_account, client_of, sign_in

ACCOUNTS = "/api/v1/accounts"
RESET = "/api/v1/sign-in/reset"
LINK = "http://127.0.0.1:8000/reset/"
NEW = "another set of sample words"


@pytest.fixture
def admin(gate):
    add(gate, "acc-adm", "administrator")
    with client_of(gate) as client:
        yield sign_in(client, "acc-adm")


def test_only_an_administrator_in_person(gate):
    add(gate, "acc-adm", "administrator")
    everybody = [office for office in OFFICES if office != "administrator"]
    add(gate, "acc-all", *everybody, specialist="s1", organisation="Sample Service")
    client = sign_in(client_of(gate), "acc-all")
    admin = sign_in(client_of(gate), "acc-adm")
    token = admin.post("/api/v1/me/tokens", json={"name": "x", "scopes": ["read", "write"]}).json()["secret"]
    by_token = {"Authorization": f"Bearer {token}"}
    for method, path in (
        ("GET", ""),
        ("POST", ""),
        ("GET", "/acc-1"),
        ("PUT", "/acc-1"),
        ("POST", "/acc-1/reset"),
        ("POST", "/acc-1/second-factor/end"),
        ("DELETE", "/acc-1/sessions"),
    ):
        assert client_of(gate).request(method, ACCOUNTS + path).status_code == 401
        assert client.request(method, ACCOUNTS + path).status_code == 403
        assert client.request(method, ACCOUNTS + path, headers=by_token).status_code == 403
        assert admin.request(method, ACCOUNTS + path, json={}).status_code in (200, 204, 422, 428)


def test_somebody_is_added_and_lets_themselves_in(admin, gate):
    body = {"email": "New@Example.org", "name": "New Person", "roles": ["planner"], "language": "ru"}
    made = admin.post(ACCOUNTS, json=body)
    assert made.status_code == 201, made.text
    secret = made.json()["link"].removeprefix(LINK)
    client = client_of(gate)
    weak = client.post(f"{RESET}/password", json={"secret": secret, "password": "New@example.org"})
    assert weak.status_code == 422
    assert client.post(f"{RESET}/password", json={"secret": secret, "password": NEW}).status_code == 204
    assert client.post(f"{RESET}/password", json={"secret": secret, "password": NEW}).status_code == 410
    signed = client.post("/api/v1/sign-in", json={"email": "new@example.org", "password": NEW})
    assert signed.status_code == 200
    me = client.get("/api/v1/me").json()
    assert (me["language"], me["roles"], me["account"][:4]) == ("ru", ["planner"], "acc-")
    assert admin.post(ACCOUNTS, json=body).status_code == 409
    assert admin.post(ACCOUNTS, json={**body, "roles": ["specialist"]}).status_code == 409
    assert admin.post(ACCOUNTS, json={**body, "active": False}).status_code == 422
    assert [each["email"] for each in admin.get(ACCOUNTS).json()][-1] == "new@example.org"
    *_, added, _ = gate.store.record.events()
    assert (added.entry.op, added.entry.actor) == ("add", "acc-adm")


def test_an_account_is_changed_from_the_version_that_was_read(admin, gate):
    read = admin.get(f"{ACCOUNTS}/acc-1")
    body = {"email": "acc-1@example.org", "name": "Test", "roles": ["approver"], "purpose": "new work"}
    assert admin.put(f"{ACCOUNTS}/acc-1", json=body).status_code == 428
    match = {"If-Match": read.headers["etag"]}
    assert admin.put(f"{ACCOUNTS}/acc-1", json=body, headers=match).json()["roles"] == ["approver"]
    assert admin.put(f"{ACCOUNTS}/acc-1", json=body, headers=match).status_code == 412
    own = admin.get(f"{ACCOUNTS}/acc-adm")
    off = {"email": "acc-adm@example.org", "name": "Test", "active": False}
    last = admin.put(f"{ACCOUNTS}/acc-adm", json=off, headers={"If-Match": own.headers["etag"]})
    assert (last.status_code, "only active administrator" in last.json()["detail"]) == (409, True)
    assert admin.get(f"{ACCOUNTS}/nobody").status_code == 404


def test_reset_signed_out_and_without_the_lost_factor(admin, gate):
    client = sign_in(client_of(gate))
    assert admin.delete(f"{ACCOUNTS}/acc-1/sessions").status_code == 204
    assert client.get("/api/v1/me").status_code == 401
    sign_in(client)
    gate.store.accounts.propose_factor("acc-1", "JBSWY3DPEHPK3PXP")
    gate.store.accounts.confirm_factor("acc-1", 1, [], "acc-1", "test")
    assert admin.post(f"{ACCOUNTS}/acc-1/reset", json={}).json()["link"].startswith(LINK)
    assert client.get("/api/v1/me").status_code == 401
    assert client.post("/api/v1/sign-in", json={"email": "acc-1@example.org", "password": PASSWORD}).status_code == 401
    assert admin.post(f"{ACCOUNTS}/acc-1/second-factor/end", json={"purpose": "lost"}).status_code == 204
    assert gate.store.accounts.get("acc-1").second_factor is False


def test_the_first_administrator_of_a_new_pool(gate):
    first = an_account("acc-0", "administrator")
    assert not administering.add_first(gate, first, PASSWORD), "there is an account already"
    with pytest.raises(WeakPassword):
        administering.add_first(gate, first, "short")


def asked(client, email):
    return client.post(RESET, json={"email": email})


def test_a_link_by_mail(store):
    gate = a_gate(store, mailer=ResetMailer(store, lambda: gate.now()))
    add(gate, "acc-1", language="tr")
    add(gate, "acc-off")
    store.accounts.update(store.accounts.get("acc-off").model_copy(update={"active": False}), "tester", "test")
    client = client_of(gate)
    answers = [asked(client, f"{name}@example.org") for name in ("acc-1", "nobody", "acc-off")]
    assert {(answer.status_code, answer.content) for answer in answers} == {(202, b"null")}
    (mail,) = store.outbox.mails()
    assert (mail.state, mail.message.reader.address, mail.message.reader.language) == (
        MailState.WAITING,
        "acc-1@example.org",
        "tr",
    )
    secret = mail.message.payload["link"].removeprefix(LINK)
    gate.now.wait(minutes=59)
    assert client.post(f"{RESET}/password", json={"secret": secret, "password": NEW}).status_code == 204
    assert store.accounts.sessions.reset_of("x", gate.now()) is None
    sign_in(client, "acc-1", NEW)
    *_, last = (event.entry for event in store.record.events())
    assert (last.op, last.actor, last.purpose) == ("password", "acc-1", "reset by mail")


def test_a_link_ends_and_a_newer_one_takes_its_place(store):
    links = []
    gate = a_gate(store, mailer=lambda account, link, ends: links.append(link.removeprefix(LINK)))
    add(gate, "acc-1")
    client = client_of(gate)
    for _ in range(3):
        asked(client, "acc-1@example.org")
    assert asked(client, "acc-1@example.org").status_code == 429
    for link in (*links[:2], "nonsense", "\u2028" * 300):
        assert client.post(f"{RESET}/password", json={"secret": link, "password": NEW}).status_code == 410
    gate.now.wait(minutes=61)
    assert client.post(f"{RESET}/password", json={"secret": links[2], "password": NEW}).status_code == 410
    assert asked(client, "acc-1@example.org").status_code == 202
    assert client.post(f"{RESET}/password", json={"secret": links[3], "password": NEW}).status_code == 204


def test_without_mail_nobody_is_told_to_wait_for_one(client):
    assert asked(client, "acc-1@example.org").status_code == 409
