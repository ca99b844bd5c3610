"""The arrows of the house, each with a negative control: a small tree that breaks the rule."""

import subprocess
from pathlib import Path

import pytest

from tests.architecture import rules

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("rule", "file", "source"),
    [
        pytest.param(rules.wrong_arrows, "registry/a.py", "import matching", id="registry-knows-nobody"),
        pytest.param(rules.wrong_arrows, "matching/a.py", "from pathlib import Path", id="matching-touches-no-files"),
        pytest.param(rules.wrong_arrows, "matching/a.py", "from sqlalchemy import text", id="matching-knows-no-sql"),
        pytest.param(rules.wrong_arrows, "service/a.py", "import sqlmodel", id="service-knows-no-sql"),
        pytest.param(
            rules.rows_outside_the_store, "registry/a.py", "from registry.tables import X", id="rows-stay-in-the-store"
        ),
        pytest.param(
            rules.hidden_imports, "service/a.py", "def f():\n    from matching import x", id="no-hidden-imports"
        ),
        pytest.param(rules.impure_calls, "matching/a.py", "date.today()", id="matching-asks-no-clock"),
        pytest.param(rules.impure_calls, "matching/a.py", "open('x')", id="matching-opens-nothing"),
        pytest.param(rules.without_purpose, "matching/a.py", "x = 1", id="every-module-says-its-purpose"),
    ],
)
def test_rule(rule, file, source, tmp_path):
    assert rule(ROOT) == []
    broken = tmp_path / file
    broken.parent.mkdir(parents=True)
    broken.write_text(source)
    assert rule(tmp_path) != []


def test_no_cycles(tmp_path):
    assert rules.cycles(ROOT) == []
    for name, other in (("a", "b"), ("b", "a")):
        (tmp_path / "registry").mkdir(exist_ok=True)
        (tmp_path / f"registry/{name}.py").write_text(f"from registry.{other} import x")
    assert rules.cycles(tmp_path) == ["registry.a", "registry.b"]


def test_no_file_names_a_package_registry():
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    files = [ROOT / name for name in listed.stdout.splitlines()]
    texts = {str(file): file.read_text(encoding="utf-8", errors="replace") for file in files if file.is_file()}
    assert len(texts) > 50
    assert rules.registry_hosts(texts) == []
    assert rules.registry_hosts({"bad": f"https://{rules.REGISTRY_HOSTS[0]}/x"}) == ["bad"]


def test_the_lock_is_hashes_only():
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if "://" in line or line.strip().startswith(("-i", "--index", "--extra-index"))]
    assert sum("--hash=sha256:" in line for line in lines) > 100
