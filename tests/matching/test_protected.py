"""Protected facts: read from a snapshot, and out of reach of everything that scores."""

from matching import Index
from matching.protected import Protected
from registry.domain import Gender
from tests.architecture import rules
from tests.architecture.test_arrows import ROOT
from tests.builders import a_snapshot, a_specialist

# Who may know a protected fact: rules that a planner switches on, and the report on fairness.
MAY_READ = ("matching.protected", "matching.teams", "matching.plan", "matching.fairness")


def test_genders_are_counted_and_unknown_is_nobodys():
    pool = a_snapshot(a_specialist("a", gender="female"), a_specialist("b", gender="male"), a_specialist("c"))
    protected = Protected.of(pool)
    assert protected.count(["a", "b", "c"]) == {Gender("female"): 1, Gender("male"): 1}


def test_an_index_holds_no_gender():
    women, men = (a_snapshot(a_specialist("a", gender=gender)) for gender in ("female", "male"))
    assert Index.build(women).people.columns.keys() == Index.build(men).people.columns.keys()
    assert not [name for name in Index.build(women).people.columns if "gender" in name]


def readers(root):
    return [
        name
        for name, _, tree in rules.sources(root, ("matching",))
        if not name.startswith(MAY_READ) and any(each.startswith("matching.protected") for each in rules.imported(tree))
    ]


def test_nothing_that_scores_reads_them(tmp_path):
    assert readers(ROOT) == []
    (tmp_path / "matching").mkdir()
    (tmp_path / "matching/criteria.py").write_text("from matching.protected import Protected")
    assert readers(tmp_path) == ["matching.criteria"]
