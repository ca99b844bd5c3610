"""The notebooks run to their end on a small pool, show pictures, name nobody, and need nothing from outside."""

import pytest

from notebooks import running
from registry.importing import import_missions
from registry.store import Store
from service.commands.demo import load_sample
from tests.service.commands import ROOT

MISSIONS = sorted((ROOT / "registry/data/missions").glob("*.yaml"))[:4]
MOST = 1_500_000  # characters a page

# Five kernels start, and each loads what it needs: a busy machine takes its time.
pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def url(tmp_path_factory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('pool') / 'pool.db'}"
    with Store.create(url) as store:
        load_sample(store, 120, 11)
        import_missions(store, MISSIONS, actor="test")
    return url


def test_there_are_five():
    assert [file.stem[:2] for file in running.FILES] == ["01", "02", "03", "04", "05"]


@pytest.mark.parametrize("file", running.FILES, ids=[file.stem for file in running.FILES])
def test_a_notebook(file, url, monkeypatch):
    monkeypatch.setenv("RTCM_DATABASE_URL", url)
    notebook = running.run(file)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    assert sum("image/png" in output.get("data", ()) for output in outputs) >= 2
    page = running.page(notebook)
    assert "data:image/png;base64," in page
    assert running.OUTSIDE.findall(page) == []
    assert len(page) < MOST
    assert "sample-" not in page
    assert "Sample " not in page
    assert "honest word" in page or "does not tell" in page


@pytest.mark.parametrize(
    "leak",
    [
        '<script src="x.js"></script>',
        '<link rel="stylesheet" href="a.css">',
        '<img src="https://example.org/a.png">',
        "<style>@import 'a.css'</style>",
        "<style>a { background: url(//example.org/a.png) }</style>",
    ],
)
def test_what_comes_from_outside_is_found(leak):
    assert running.OUTSIDE.search(f"<p>{leak}</p>")


def test_a_notebook_without_a_pool(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("RTCM_DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    assert running.main([str(tmp_path / "out")]) == 1
    said = capsys.readouterr().err
    assert "01_pool_overview.py: NoPool: no pool in" in said
    assert "rtcm demo" in said
    assert not list((tmp_path / "out").iterdir())
    assert not (tmp_path / "none.db").exists()
