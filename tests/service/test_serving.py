"""``rtcm serve``: one code for setting up, whatever the number of workers, and answers that wait for nothing."""

import gc
import re
import socket
import threading
import time

import httpx2
import pytest
import uvicorn

from registry.store import Store
from service.app import from_settings
from service.auth.gate import Gate
from service.http.prompt import Prompt
from tests.fresh import sqlite_pool
from tests.service.auth.building import add
from tests.service.commands import rtcm


@pytest.fixture
def store(tmp_path, monkeypatch):
    url = sqlite_pool(tmp_path / "pool.db")
    monkeypatch.setenv("RTCM_DATABASE_URL", url)
    # Whatever the command sets is taken back with it.
    monkeypatch.setenv("RTCM_SET_UP_CODE", "")
    monkeypatch.delenv("RTCM_SET_UP_CODE")
    rounds = gc.get_threshold()
    with Store.open(url) as store:
        yield store
    gc.set_threshold(*rounds)


@pytest.fixture
def codes(monkeypatch):
    """The code of each of two workers, made as the server makes them."""
    found: list[str | None] = []

    def run(application, *, factory, **options):
        assert (application, factory) == ("service.app:from_settings", True)
        for _ in range(options["workers"]):
            app = from_settings()
            found.append(app.state.set_up_code)
            app.state.store.close()

    monkeypatch.setattr(uvicorn, "run", run)
    return found


def test_two_workers_know_one_code_which_is_said_once(store, codes, tmp_path):
    ran = rtcm("serve", "--workers", "2", cwd=tmp_path)
    assert ran.code == 0, ran.err
    (said,) = re.findall(r"/set-up is (\S+)", ran.err)
    assert codes == [said, said]


def test_where_somebody_has_an_account_there_is_none(store, codes, tmp_path):
    add(Gate(store), "acc-1", "administrator")
    assert "/set-up" not in rtcm("serve", cwd=tmp_path).err
    assert codes == [None]


async def answers(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"yes"})


@pytest.mark.parametrize(("http", "prompt"), [(Prompt, True), ("h11", False)], ids=["ours", "the-control"])
def test_an_answer_does_not_wait_on_a_socket_that_workers_share(http, prompt):
    with socket.socket() as shared, httpx2.Client() as client:
        shared.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(answers, http=http, lifespan="off", log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [shared]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        assert client.get(f"http://127.0.0.1:{shared.getsockname()[1]}").text == "yes"
        (connection,) = server.server_state.connections
        option = connection.transport.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        server.should_exit = True
        thread.join()
    assert (option != 0) is prompt
