"""Text against text: words as vectors, the sum over documents, and criterion text."""

import math
import random
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import POLICIES, Ask, Index, Policy, recommend
from matching.criteria.text import TextFactors, TextFit, mission_text
from matching.errors import BadPolicy
from matching.index import Delta
from matching.text import Lexicon, fused, gathered
from matching.text.meaning import Encoders
from registry.snapshot import Snapshot
from tests.builders import a_mission, a_snapshot, a_specialist, an_assignment, skill

TEXT = POLICIES["rtcm-text"]
TEXTS = [
    "passport inspection at the border",
    "inspecting forged passports, passports and visas",
    "labour market survey",
    "asylum interview training",
    "trafficking victims referral",
    "biometric databases",
    "the border of the state",
    "the visa centre",
]


def stems(text: str) -> list[str]:
    """The stems of the texts above, by hand."""
    known = {"passports": "passport", "inspection": "inspect", "inspecting": "inspect", "visas": "visa"}
    known |= {"training": "train", "trafficking": "traffick", "victims": "victim", "databases": "databas"}
    known |= {"centre": "centr", "biometric": "biometr"}
    return [known.get(word, word) for word in text.replace(",", "").split()]


def weighed_by_hand(texts: list[str], asked: str) -> list[float]:
    """The cosine of each text to one that is asked, from the definition in plain loops."""
    seen = Counter(stem for text in texts for stem in set(stems(text)))
    kept = {stem for stem, count in seen.items() if count <= 0.3 * len(texts)}
    mean = sum(stem in kept for text in texts for stem in stems(text)) / len(texts)

    def vector(text: str) -> dict[str, float]:
        times = Counter(stem for stem in stems(text) if stem in kept or stem not in seen)
        length = times.total()
        weights = {}
        for stem, count in times.items():
            idf = math.log(1 + (len(texts) - seen[stem] + 0.5) / (seen[stem] + 0.5))
            weights[stem] = idf * count * 3 / (count + 2 * (0.25 + 0.75 * length / mean))
        norm = math.sqrt(sum(weight**2 for weight in weights.values()))
        return {stem: weight / norm for stem, weight in weights.items()}

    wanted = vector(asked)
    return [sum(weight * wanted.get(stem, 0.0) for stem, weight in vector(text).items()) for text in texts]


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param("passports", id="one-word"),
        pytest.param("passport inspection, passport inspection, visa", id="words-said-twice"),
        pytest.param("passport unheardof", id="an-unknown-word-counts-against"),
        pytest.param("the border", id="a-common-word-says-nothing"),
    ],
)
def test_cosines_are_those_of_the_definition(asked):
    lexicon = Lexicon.of(TEXTS)
    found = (lexicon.vectors(TEXTS) @ lexicon.vectors([asked]).T).toarray().reshape(-1)
    assert found == pytest.approx(weighed_by_hand(TEXTS, asked))
    assert found.max() > 0.2


def test_a_word_of_more_than_a_third_of_the_texts_is_left_out():
    lexicon = Lexicon.of(TEXTS)
    assert "the" in lexicon.common
    assert lexicon.vectors(["the the"]).nnz == 0


@pytest.mark.parametrize("texts", [[], [""], ["a"], ["one"]])
def test_texts_without_a_word_are_no_fault(texts):
    lexicon = Lexicon.of(texts)
    assert lexicon.vectors(["border", ""]).shape == (2, len(lexicon.stems))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.floats(0, 1))
def test_a_further_document_never_lowers_the_sum(near, more):
    together = gathered(np.array(near), np.zeros(len(near), int), 2)
    assert together[1] == 0
    assert gathered(np.array([*near, more]), np.zeros(len(near) + 1, int), 1)[0] >= together[0] - 1e-12
    assert gathered(np.array(near[:1]), np.array([0]), 1) == pytest.approx(near[:1])


def test_for_one_person_the_order_is_that_of_the_logarithm_of_the_mean():
    chance = np.random.default_rng(3)
    requests = chance.random((40, 20)) ** 3
    ours = [gathered(each, np.zeros(20, int), 1)[0] for each in requests]
    frozen = [np.log(np.mean(np.exp(10 * each))) / 10 for each in requests]
    assert np.argsort(ours).tolist() == np.argsort(frozen).tolist()


def test_reciprocal_ranks_add_up_and_ties_share_their_places():
    found = fused([np.array([0.9, 0.1, 0.5]), np.array([7.0, 7.0, 1.0])])
    assert found == pytest.approx([1 / 61 + 1 / 61.5, 1 / 63 + 1 / 61.5, 1 / 62 + 1 / 63])


DOCUMENTS = a_mission(
    title="Forged passports at land borders",
    description="Train officers who examine passports.",
    wish=(skill("LAW.INT"),),
)
FORGERY = an_assignment("a1", title="Examination of forged passports")
OTHER = an_assignment("a2", title="Survey of seasonal workers", team=[{"specialist": "s2", "role": "expert"}])


def shares(*people, assignments=(FORGERY, OTHER), factors=None, mission=DOCUMENTS):
    index = Index.build(a_snapshot(*people, assignments=assignments))
    return TextFit(factors).score(Ask(mission, 1), index)


@pytest.mark.parametrize(
    ("facts", "some"),
    [
        pytest.param({"publications": [{"title": "Forged passports"}]}, True, id="publication"),
        pytest.param({"publications": [{"title": "Seasonal workers"}]}, False, id="publication-about-another-thing"),
        pytest.param({"bio": {"eng": "Forged passports at land borders"}}, False, id="bio-is-never-read"),
        pytest.param({"missions": [{"title": "Forged passports"}]}, False, id="own-word-on-a-mission-is-not-read"),
        pytest.param({}, False, id="nothing-counts-nothing"),
    ],
)
def test_what_is_read_of_a_profile(facts, some):
    first, second, third = shares(a_specialist("s1"), a_specialist("s2"), a_specialist("s3", **facts))
    assert first > 0.3
    assert second == 0
    assert (third > 0) == some


def test_a_publication_counts_less_than_a_mission_on_record_with_the_same_words():
    wrote = a_specialist("s3", publications=[{"title": FORGERY.title}])
    served, _, published = shares(a_specialist("s1"), a_specialist("s2"), wrote, factors=TextFactors(enough=1.0))
    assert published == pytest.approx(0.6 * served, rel=0.2)
    _, _, ignored = shares(a_specialist("s1"), a_specialist("s2"), wrote, factors=TextFactors(publication=0.0))
    assert ignored == 0


def test_courses_taught_are_read_by_their_module():
    course = an_assignment("a1", title="Course", module="RTCM-TOT1")
    asks = a_mission(title="Training of trainers")
    taught, none = shares(a_specialist("s1"), a_specialist("s2"), assignments=(course, OTHER), mission=asks)
    assert taught > 0.2
    assert none == 0


@pytest.mark.parametrize("title", ["Qwxzv", "Эксперт по подделке"], ids=["unknown-words", "another-language"])
def test_it_abstains_for_a_mission_in_unknown_words(title):
    assert np.isnan(shares(a_specialist("s1"), a_specialist("s2"), mission=a_mission(title=title))).all()


def test_the_reason_names_text_and_words():
    person = a_specialist("s1", publications=[{"title": "Notes on borders"}, {"title": "Cooking"}])
    index = Index.build(a_snapshot(person, a_specialist("s2"), assignments=(FORGERY, OTHER)))
    reason = TextFit().reason(Ask(DOCUMENTS, 1), index, 0)
    assert reason.sentence == (
        "served on Examination of forged passports (2025): passports, forged, examine; wrote Notes on borders: borders"
    )
    assert [(each.claim, str(each.status)) for each in reason.evidence] == [
        ("Examination of forged passports (2025)", "verified"),
        ("Notes on borders", "claimed"),
    ]


TITLES = ["Forged passports", "Land borders and officers", "Labour law", "Passports of officers", "Weather"]


@pytest.mark.parametrize("seed", range(8))
def test_leaving_a_publication_out_never_raises_a_rank(seed):
    dice = random.Random(seed)
    people = [
        a_specialist(f"s{n}", publications=[{"title": title} for title in dice.choices(TITLES, k=dice.randint(0, 4))])
        for n in range(1, 9)
    ]
    without = [
        person.model_copy(update={"publications": person.publications[1:]}) if person.id == "s3" else person
        for person in people
    ]
    before, after = (_rank(each, "s3") for each in (people, without))
    assert after >= before


def _rank(people, id: str) -> int:
    index = Index.build(a_snapshot(*people, assignments=(FORGERY, OTHER)))
    (shortlist,) = recommend(DOCUMENTS, index, TEXT, top=20)
    return next(each.rank for each in shortlist.recommendations if each.specialist == id)


def test_an_index_that_took_changes_and_a_file_answer_like_one_built_anew(tmp_path):
    people = {f"s{n}": a_specialist(f"s{n}", publications=[{"title": title}]) for n, title in enumerate(TITLES, 1)}
    index = Index.build(Snapshot.of(people.values(), (FORGERY, OTHER)))
    for id, titles in (("s2", ["Forged borders", "Weather"]), ("s9", ["Passports"]), ("s2", ["Passports, forged"])):
        people[id] = a_specialist(id, publications=[{"title": title} for title in titles])
        index = index.apply(Delta("", 1, [people[id]]))
    index.save(tmp_path / "pool.index")
    built = Index.build(Snapshot.of(people.values(), (FORGERY, OTHER), revision=1))
    answers = [recommend(DOCUMENTS, each, TEXT, top=20) for each in (index, Index.load(tmp_path / "pool.index"), built)]
    assert answers[0] == answers[1] == answers[2]
    assert len(answers[0][0].recommendations) == 6


TOPICS = ("forg", "border", "labour", "weather", "подд")


def by_topic(texts):
    """Vectors of length 1 that tell which topics a text names: an encoder that can be reckoned by hand."""
    rows = np.array([[1.0 * (topic in text.lower()) for topic in TOPICS] + [0.1] for text in texts], np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def across_languages(texts):
    """The same, for which the Russian word means the English one."""
    return by_topic([text.lower().replace("подд", "forg") for text in texts])


BY_HAND = Encoders(by_topic, across_languages)
MEANING = TextFactors(meaning=1.0)


def meant(*people, mission=DOCUMENTS, factors=MEANING, encoders=BY_HAND):
    index = Index.build(a_snapshot(*people, assignments=(FORGERY, OTHER))).understanding(encoders)
    return TextFit(factors).score(Ask(mission, 1), index)


def wrote(id: str, *titles: str):
    return a_specialist(id, publications=[{"title": title} for title in titles])


def test_places_by_words_and_by_meaning_are_fused():
    people = (a_specialist("s1"), a_specialist("s2"), wrote("s3", "Forged things"), wrote("s4"), wrote("s5", "Borders"))
    by_words, found = shares(*people), meant(*people)
    asked = by_topic([mission_text(Ask(DOCUMENTS, 1))])[0]
    near = [float(vector @ asked) for vector in by_topic([FORGERY.title, OTHER.title, "Forged things", "Borders"])]
    by_meaning = [near[0], near[1], 0.6 * near[2], -1.0, 0.6 * near[3]]
    by_words[3] = -1.0
    assert by_meaning[2] == by_meaning[4]  # who is alike shares the mean of the places
    for row in range(5):
        ranks = [
            1 + sum(other > each[row] for other in each) + (sum(other == each[row] for other in each) - 1) / 2
            for each in (by_words, by_meaning)
        ]
        fused_by_hand = (1 / (60 + ranks[0]) + 1 / (60 + ranks[1])) / 2 * 61
        assert found[row] == pytest.approx(0.0 if row == 3 else fused_by_hand)
    assert found[0] == 1.0
    half = meant(*people, factors=TextFactors(meaning=0.5))
    assert half == pytest.approx((found + shares(*people)) / 2)


def test_a_mission_in_another_language_goes_by_meaning_alone():
    people = (a_specialist("s1"), a_specialist("s2"), wrote("s3", "Labour"))
    asks = a_mission(title="Эксперт по подделке документов")
    never = Encoders(lambda texts: pytest.fail("the English encoder was asked"), across_languages)
    found = meant(*people, mission=asks, encoders=never)
    assert found[0] == pytest.approx(1.0)
    assert found[1:].max() < found[0]
    assert np.isnan(shares(*people, mission=asks)).all()


def test_a_policy_that_needs_encoders_says_so():
    with pytest.raises(BadPolicy, match=r"text.meaning is above 0 and there are no encoders; see rtcm recommend"):
        shares(a_specialist("s1"), a_specialist("s2"), factors=MEANING)


def test_the_reason_names_what_is_nearest_in_meaning():
    people = (a_specialist("s1"), a_specialist("s2"), wrote("s3", "On forgers"))
    index = Index.build(a_snapshot(*people, assignments=(FORGERY, OTHER))).understanding(BY_HAND)
    first, _, third = TextFit(MEANING).reasons(Ask(DOCUMENTS, 1), index, [0, 1, 2])
    assert first.sentence.endswith("; nearest in meaning: Examination of forged passports (2025)")
    assert third.sentence == "nearest in meaning: On forgers"
    assert [(each.claim, str(each.status)) for each in third.evidence] == [("On forgers", "claimed")]


@pytest.mark.parametrize("seed", range(6))
def test_leaving_a_publication_out_never_raises_the_share_by_meaning(seed):
    dice = random.Random(seed)
    people = [wrote(f"s{n}", *dice.choices(TITLES, k=dice.randint(1, 4))) for n in range(1, 9)]
    fewer = people[2].model_copy(update={"publications": people[2].publications[1:]})
    before, after = meant(*people), meant(*people[:2], fewer, *people[3:])
    assert after[2] <= before[2] + 1e-12


def test_by_meaning_a_changed_index_answers_like_one_built_anew():
    people = {f"s{n}": wrote(f"s{n}", title) for n, title in enumerate(TITLES, 1)}
    index = Index.build(Snapshot.of(people.values(), (FORGERY, OTHER))).understanding(BY_HAND)
    policy = Policy.model_validate({**TEXT.model_dump(by_alias=True), "factors": {"text": {"meaning": 1}}})
    for id, titles in (("s2", ["Forged borders", "Weather"]), ("s9", ["Passports"]), ("s2", ["Passports, forged"])):
        people[id] = wrote(id, *titles)
        index = index.apply(Delta("", 1, [people[id]]))
    built = Index.build(Snapshot.of(people.values(), (FORGERY, OTHER), revision=1)).understanding(BY_HAND)
    changed, anew = (recommend(DOCUMENTS, each, policy, top=20) for each in (index, built))
    assert changed == anew
    assert len(changed[0].recommendations) == 6
