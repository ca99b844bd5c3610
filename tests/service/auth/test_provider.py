"""Signing in with a real OpenID provider, through its own login page."""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest

from registry.store import Store
from service.auth.provider import CALLBACK, Proof, Provider
from service.errors import ProviderFailed, RefusedByProvider
from tests.service.auth.building import a_gate, add, client_of
from tests.service.auth.provider import CLIENT_ID, CLIENT_SECRET, PASSWORD

ROOT = Path(__file__).parents[3]
BEGIN = "/api/v1/sign-in/provider"
OURS = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def issuer():
    command = [sys.executable, "-m", "tests.service.auth.provider", f"{OURS}{CALLBACK}"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def form_of(page):
    """The hidden fields of a page, as a browser sends them."""
    fields = [dict(re.findall(r'(\w+)="([^"]*)"', tag)) for tag in re.findall(r"<input[^>]*>", page)]
    return {field["name"]: field.get("value", "") for field in fields if field.get("type") == "hidden" and "name" in field}


def signed_in_there(url, name):
    """Follow the provider's own pages as a browser does; where it sends the browser back to."""
    with httpx2.Client(follow_redirects=False, timeout=20) as browser:
        answer = browser.get(url)
        for _ in range(12):
            if answer.is_redirect:
                url = str(answer.url.join(answer.headers["location"]))
                if url.startswith(OURS):
                    return url
                answer = browser.get(url)
                continue
            assert answer.status_code == 200, answer.text[:500]
            fields = form_of(answer.text)
            fields |= {"password": PASSWORD} if 'name="password"' in answer.text else {"login": name}
            answer = browser.post(str(answer.url), data=fields, headers={"Referer": str(answer.url)})
    raise AssertionError(answer.text[:2000])
