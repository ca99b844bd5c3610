"""What the README shows is what really appears."""

import re

from registry.domain import MissionCase
from registry.store import Store
from service.auth.hashing import Hasher
from tests.service.commands import ROOT, rtcm


def shown(text: str) -> list[str]:
    """The lines of the README's first long block, without what it leaves out."""
    blocks = re.findall(r"```\n(.*?)```", text, flags=re.DOTALL)
    demo = next(block for block in blocks if block.startswith("A fresh pool"))
    return [line.strip() for line in demo.splitlines() if line.strip() not in ("", "...")]


def missing(text: str, really: str) -> list[str]:
    """Lines shown that do not appear."""
    appeared = {line.replace(".venv/bin/", "").strip() for line in really.splitlines()}
    appeared = {" ".join(line.split()) for line in appeared}
    return [line for line in shown(text) if " ".join(line.replace(".venv/bin/", "").split()) not in appeared]


def test_the_output_in_the_readme_is_that_of_the_demo(tmp_path):
    ran = rtcm("demo", url="sqlite:///unused.db", cwd=tmp_path)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(shown(readme)) > 30
    assert missing(readme, ran.err + ran.out) == []
    assert missing(readme.replace("1. Setareh", "1. Somebody"), ran.err + ran.out) != []


def test_accounts_to_try_the_pages_with(tmp_path):
    ran = rtcm("demo", "--accounts", cwd=tmp_path)
    assert ran.code == 0, ran.err
    password = ran.out.split("The password of each is ")[1].split()[0]
    with Store.open(f"sqlite:///{tmp_path / 'rtcm-demo.db'}") as store:
        accounts = {account.email: account for account in store.accounts.all()}
        assert len(accounts) == 9
        stored = store.accounts.by_email("planner@example.org").password
        assert store.specialist(accounts["specialist@example.org"].specialist)
        assert store.cases.counts(MissionCase) == {"draft": 3, "submitted": 1, "sourcing": 3}
    assert Hasher().right(password, stored)
