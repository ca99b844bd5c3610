"""A gold standard from a folder: what is read, and everything that is wrong with one."""

import gzip
import json

import pytest

from registry.errors import BadInput
from registry.importing import read_gold
from registry.importing.gold import PAPERS, PROFILES, RATINGS

PAPER_LINES = [
    {"id": "p1", "title": "Border checks", "abstract": "Passports.", "year": 2020},
    {"id": "p2", "title": "Labour markets", "abstract": None, "year": 2021},
    {"id": "w1", "title": "Forged passports", "year": 2019},
]
GOLD = {
    RATINGS: "reviewer,paper,expertise\nann,p1,4.5\nann,p2,1\n",
    PAPERS: "".join(json.dumps(paper) + "\n" for paper in PAPER_LINES),
    PROFILES: json.dumps([{"ann": ["w1"]}, {"ann": ["w1", "p2"]}]),
}


def a_folder(tmp_path, **changed):
    """The files of a small standard, some of them changed; ``None`` leaves one out."""
    for name, text in {**GOLD, **changed}.items():
        if text is not None:
            raw = text.encode()
            (tmp_path / name).write_bytes(gzip.compress(raw) if name.endswith(".gz") else raw)
    return tmp_path


def test_what_is_read(tmp_path):
    gold = read_gold(a_folder(tmp_path))
    assert gold.ratings == (("ann", "p1", 4.5), ("ann", "p2", 1.0))
    assert gold.texts == {"p1": "Border checks\nPassports.", "p2": "Labour markets\n", "w1": "Forged passports\n"}
    assert gold.profiles == ({"ann": ("w1",)}, {"ann": ("w1", "p2")})


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        pytest.param(RATINGS, None, f"missing: {RATINGS}", id="ratings-missing"),
        pytest.param(PAPERS, None, f"missing: {PAPERS}", id="papers-missing"),
        pytest.param(RATINGS, "", f"{RATINGS}:1: expected the columns reviewer,paper,expertise", id="empty"),
        pytest.param(RATINGS, "a,b\n1,2\n", "expected the columns reviewer,paper,expertise", id="other-columns"),
        pytest.param(RATINGS, "reviewer,paper,expertise\n", "expected at least one rating", id="no-rating"),
        pytest.param(
            RATINGS, GOLD[RATINGS] + "ann,p9,3\n", f'{RATINGS}:4: paper: expected a paper of {PAPERS} (found "p9")',
            id="unknown-paper",
        ),
        pytest.param(RATINGS, GOLD[RATINGS] + "ann,p1,3\n", "this reviewer rated the paper already", id="twice"),
        pytest.param(RATINGS, GOLD[RATINGS] + "bob,p1,six\n", 'a number from 1 to 5 (found "six")', id="no-number"),
        pytest.param(RATINGS, GOLD[RATINGS] + "bob,p1,nan\n", 'a number from 1 to 5 (found "nan")', id="nan"),
        pytest.param(RATINGS, GOLD[RATINGS] + "bob,p1,6\n", 'a number from 1 to 5 (found "6")', id="too-high"),
        pytest.param(RATINGS, GOLD[RATINGS] + "bob\n", "expected reviewer, paper and expertise", id="short-line"),
        pytest.param(RATINGS, GOLD[RATINGS] + "bob,p1,2\n", 'expected a profile of reviewer "bob"', id="no-profile"),
        pytest.param(PAPERS, GOLD[PAPERS] + "{\n", f"{PAPERS}:4: not JSON", id="broken-line"),
        pytest.param(PAPERS, GOLD[PAPERS] + '{"id": 7}\n', "expected an object with id and title as text", id="id"),
        pytest.param(PAPERS, GOLD[PAPERS] * 2, 'paper "p1" stands here twice', id="paper-twice"),
        pytest.param(PROFILES, "{}", "expected a list of objects", id="not-a-list"),
        pytest.param(PROFILES, "[", f"{PROFILES}: not JSON", id="broken-profiles"),
        pytest.param(PROFILES, '[{"ann": []}]', "expected a list of at least one paper id", id="empty-profile"),
        pytest.param(PROFILES, '[{"ann": ["w9"]}]', f'[0].ann: expected a paper of {PAPERS} (found "w9")', id="paper"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(tmp_path, file, text, said):
    with pytest.raises(BadInput) as fault:
        read_gold(a_folder(tmp_path, **{file: text}))
    assert said in str(fault.value)


@pytest.mark.parametrize("file", [PAPERS, PROFILES])
def test_a_file_that_is_cut_short(tmp_path, file):
    folder = a_folder(tmp_path)
    (folder / file).write_bytes((folder / file).read_bytes()[:-12])
    with pytest.raises(BadInput, match="gzip"):
        read_gold(folder)


def test_everything_wrong_in_one_go(tmp_path):
    with pytest.raises(BadInput) as fault:
        read_gold(a_folder(tmp_path, **{RATINGS: GOLD[RATINGS] + "ann,p9,3\n", PROFILES: "{}"}))
    assert fault.value.total == 2
