"""Loss, easy and hard accuracy held against plain loops, and the product's own similarities."""

import numpy as np
import pytest

from matching.errors import NothingToEvaluate
from matching.evaluation import measured
from matching.evaluation.similarity import by_meaning, by_plain_words, by_words, together
from registry.gold import GoldStandard
from tests.matching.test_text import weighed_by_hand

TEXTS = {
    "p1": "passport inspection at the border",
    "p2": "labour market survey",
    "p3": "asylum interview training",
    "w1": "inspecting forged passports, passports and visas",
    "w2": "the visa centre",
    "w3": "trafficking victims referral",
    "w4": "biometric databases",
    "w5": "labour market",
}
RATINGS = (("ann", "p1", 5.0), ("ann", "p2", 1.0), ("ann", "p3", 4.0), ("bob", "p1", 2.0), ("bob", "p2", 4.5))
PROFILES = ({"ann": ("w1", "w2"), "bob": ("w4", "w5")}, {"ann": ("w3",), "bob": ("w1", "w5")})
GOLD = GoldStandard(RATINGS, TEXTS, PROFILES)


def told(values):
    """A method that says what it is told, draw by draw."""
    draws = iter(values)
    return lambda profile, reviewers, papers: np.array(next(draws))


def by_loops(ratings, draws):
    """The definition in plain loops: (loss, easy, hard), each the mean over draws."""
    losses, easy, hard = [], [], []
    reviewers = sorted({reviewer for reviewer, _, _ in ratings})
    papers = sorted({paper for _, paper, _ in ratings})
    for draw in draws:
        wrong = whole = 0.0
        right_easy, right_hard = [], []
        for one in ratings:
            for other in ratings:
                if one[0] != other[0] or one[2] <= other[2]:
                    continue
                row = draw[reviewers.index(one[0])]
                gap = row[papers.index(one[1])] - row[papers.index(other[1])]
                right = 1.0 if gap > 0 else 0.5 if gap == 0 else 0.0
                distance = one[2] - other[2]
                wrong += distance * (1 - right)
                whole += distance
                if one[2] >= 4 and other[2] <= 2:
                    right_easy.append(right)
                if one[2] >= 4 and other[2] >= 4:
                    right_hard.append(right)
        losses.append(wrong / whole)
        easy.append(np.mean(right_easy))
        hard.append(np.mean(right_hard))
    return np.mean(losses), np.mean(easy), np.mean(hard)


@pytest.mark.parametrize(
    ("draws", "loss"),
    [
        pytest.param([[[5, 1, 4], [2, 4, 0]]] * 2, 0.0, id="perfect"),
        pytest.param([[[1, 5, 2], [4, 2, 0]]] * 2, 1.0, id="upside-down"),
        pytest.param([[[7, 7, 7], [7, 7, 7]]] * 2, 0.5, id="constant"),
        pytest.param([[[5, 1, 6], [2, 4, 0]]] * 2, 1 / 10.5, id="one-pair-wrong-by-one"),
        pytest.param([[[5, 1, 4], [2, 4, 0]], [[5, 1, 4], [4, 2, 0]]], 2.5 / 10.5 / 2, id="mean-over-draws"),
    ],
)
def test_the_loss_is_that_of_the_definition(draws, loss):
    found = measured(GOLD, told(draws), draws=100)
    assert found.loss == pytest.approx(loss)
    assert (found.loss, found.easy, found.hard) == pytest.approx(by_loops(RATINGS, draws))
    assert found.interval[0] - 1e-12 <= found.loss <= found.interval[1] + 1e-12


def test_a_larger_standard_by_loops_and_the_same_seed_the_same_interval():
    chance = np.random.default_rng(5)
    ratings = tuple((f"r{r:02}", f"p{p:02}", float(chance.integers(1, 6))) for r in range(12) for p in range(8))
    draws = [np.round(chance.random((12, 8)), 1) for _ in range(4)]
    gold = GoldStandard(ratings, {}, ({},) * 4)
    found = measured(gold, told(draws), seed=3)
    assert (found.loss, found.easy, found.hard) == pytest.approx(by_loops(ratings, draws))
    assert (
        found.interval == measured(gold, told(draws), seed=3).interval != measured(gold, told(draws), seed=4).interval
    )
    assert found.interval[0] < found.loss < found.interval[1]


def test_accuracies_are_null_without_such_pairs():
    gold = GoldStandard((("ann", "p1", 3.0), ("ann", "p2", 2.0)), TEXTS, PROFILES)
    found = measured(gold, by_words(TEXTS))
    assert (found.easy, found.hard) == (None, None)


def test_ratings_that_are_all_alike_have_no_order():
    gold = GoldStandard((("ann", "p1", 3.0), ("ann", "p2", 3.0)), TEXTS, PROFILES)
    with pytest.raises(NothingToEvaluate, match="no reviewer rated two papers differently"):
        measured(gold, by_words(TEXTS))


def test_words_are_those_of_criterion_text():
    found = by_words(TEXTS)(PROFILES[0], ["ann", "bob"], ["p1", "p2"])
    for row, own in enumerate((("w1", "w2"), ("w4", "w5"))):
        for column, asked in enumerate(("p1", "p2")):
            near = dict(zip(TEXTS, weighed_by_hand(list(TEXTS.values()), TEXTS[asked]), strict=True))
            whole = np.log1p(sum(np.expm1(10 * near[each]) for each in own)) / 10
            assert found[row, column] == pytest.approx(whole)


def test_the_product_puts_what_belongs_together_in_order():
    for method in (by_words(TEXTS), by_plain_words(TEXTS), together(by_words(TEXTS), by_plain_words(TEXTS))):
        similar = method(PROFILES[0], ["ann", "bob"], ["p1", "p2", "p3"])
        assert similar.shape == (2, 3)
        assert similar[0].argmax() == 0
        assert similar[1].argmax() == 1


def test_meanings_are_added_up_in_the_same_way():
    vectors = np.eye(8, dtype=np.float32)
    vectors[0] = vectors[3]  # p1 and w1 mean the same
    found = by_meaning(TEXTS, vectors)(PROFILES[0], ["ann", "bob"], ["p1", "p2"])
    assert found == pytest.approx(np.array([[1.0, 0.0], [0.0, 0.0]]))
