"""The sample pool: repeatable, valid, marked as generated, and shaped like the published figures."""

import hashlib
import os
import subprocess
import sys
import tracemalloc
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice, pairwise
from pathlib import Path
from statistics import correlation, mean, quantiles

import pytest
from ruamel.yaml import YAML

from registry import vocabulary
from registry.domain import (
    Appraisal,
    Assignment,
    CertificateLevel,
    CertificateStatus,
    CountryExperience,
    EvidenceStatus,
    LanguageRequirement,
    Mission,
    NationalityRequirement,
    ReferralState,
    Seat,
    SkillRequirement,
    Specialist,
    TrainingRequirement,
    Vetting,
)
from registry.sample import SAMPLE_DAY, Block, sample_assignments, sample_lines, sample_pool, sample_specialists
from registry.sample.lists import phrases

ROOT = Path(__file__).parents[2]
RECENTLY = date(2022, 11, 1)
TOT = "RTCM-TOT1"
MISSIONS = sorted((ROOT / "registry" / "data" / "missions").glob("*.yaml"))


def joined(blocks: Iterator[Block]) -> Block:
    """A pool as one block."""
    whole = list(blocks)
    return Block(
        tuple(each for block in whole for each in block.specialists),
        tuple(each for block in whole for each in block.assignments),
    )


@pytest.fixture(scope="module")
def large() -> Block:
    return joined(sample_pool(2_000, 7))


@pytest.fixture(scope="module")
def usual() -> Block:
    return joined(sample_pool(700, 7))


def digest(specialists: int, seed: int) -> str:
    """SHA-256 over all lines of a pool."""
    found = hashlib.sha256()
    for lines in sample_lines(specialists, seed):
        found.update("\n".join((*lines.specialists, *lines.assignments)).encode())
    return found.hexdigest()


class TestRepeatable:
    @pytest.mark.parametrize("hash_seed", ["1", "2"])
    def test_same_seed_and_size_give_the_same_bytes_in_another_process(self, hash_seed: str) -> None:
        code = "from tests.registry.test_sample import digest; print(digest(300, 7))"
        run = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert run.stdout.strip() == digest(300, 7)

    def test_another_seed_gives_another_pool(self) -> None:
        assert digest(300, 7) != digest(300, 8)

    def test_lines_and_domain_values_are_the_same_pool(self, usual: Block) -> None:
        lines = list(sample_lines(700, 7))
        assert tuple(Specialist.model_validate_json(line) for each in lines for line in each.specialists) == (
            usual.specialists
        )
        assert tuple(Assignment.model_validate_json(line) for each in lines for line in each.assignments) == (
            usual.assignments
        )

    def test_specialists_and_assignments_come_alone_as_well(self) -> None:
        whole = joined(sample_pool(150, 3))
        assert tuple(sample_specialists(150, 3)) == whole.specialists
        assert tuple(sample_assignments(150, 3)) == whole.assignments

    def test_streams_in_bounded_memory(self) -> None:
        for _ in sample_lines(100, 1):
            pass  # the word lists are read once
        tracemalloc.start()
        try:
            # Measuring is slow: what a twentieth of the pool left behind (4 MB) would show.
            seen = sum(len(lines.specialists) for lines in islice(sample_lines(20_000, 1), 10))
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert seen == 1_000
        assert peak < 4_500_000


class TestSizes:
    @pytest.mark.parametrize("size", [0, 1, 2, 3, 4, 5, 8, 24, 99, 100, 101, 119, 205, 1_101])
    def test_every_size_is_whole(self, size: int) -> None:
        pool = joined(sample_pool(size, size))
        ids = {specialist.id for specialist in pool.specialists}
        named = {member.specialist for each in pool.assignments for member in each.team}
        named |= {trainee for each in pool.assignments for trainee in each.trainees}
        assert len(ids) == len(pool.specialists) == size
        assert named <= ids

    @pytest.mark.parametrize(
        ("size", "first"), [(1, "sample-000001"), (999_999, "sample-000001"), (1_000_000, "sample-0000001")]
    )
    def test_ids_are_as_wide_as_the_pool_needs(self, size: int, first: str) -> None:
        assert next(sample_specialists(size, 7)).id == first

    def test_ids_are_unique_and_in_order(self, large: Block) -> None:
        ids = [specialist.id for specialist in large.specialists]
        assert ids == sorted(set(ids))
        assert len({each.id for each in large.assignments}) == len(large.assignments)


class TestMarkedAsGenerated:
    def test_every_id_and_organisation(self, large: Block) -> None:
        ids = [each.id for each in large.specialists] + [each.id for each in large.assignments]
        assert all(id.startswith("sample-") for id in ids)
        names = [each.organisation for each in large.specialists] + [each.organisation for each in large.assignments]
        assert all(name.startswith("Sample ") for name in names if name)
        assert all(record.organisation for each in large.specialists for record in each.missions)

    def test_every_bio_in_its_language(self, large: Block) -> None:
        marks = {
            language: phrases("bio", language)[0].partition(".")[0] + "." for language in ("eng", "aze", "rus", "tur")
        }
        assert marks["eng"] == "Generated sample profile."
        bios = [(language, text) for each in large.specialists for language, text in each.bio.items()]
        assert {language for language, _ in bios} == set(marks)
        assert all(text.startswith(marks[language]) for language, text in bios)

    def test_every_publication(self, large: Block) -> None:
        titles = [work.title for each in large.specialists for work in each.publications]
        assert titles
        assert all(title.endswith("(generated sample)") for title in titles)


def full(pool: Block) -> list[Specialist]:
    """The profiles that are not thin."""
    return [each for each in pool.specialists if each.residence]


def share(pool: Block, met: Callable[[Specialist], bool | None]) -> float:
    """Share of the specialists for whom it is known."""
    known = [answer for answer in map(met, pool.specialists) if answer is not None]
    return sum(known) / len(known)


def women(*groups: str) -> Callable[[Specialist], bool | None]:
    """Whether a woman, asked of those most of whose claims lie in these top groups of the taxonomy."""

    def answer(specialist: Specialist) -> bool | None:
        tops = Counter(claim.skill.partition(".")[0] for claim in specialist.skills)
        main = next((top for top, _ in tops.most_common() if top not in ("TRN", "PRJ")), "")
        asked = specialist.gender and (not groups or main in groups)
        return specialist.gender == "female" if asked else None

    return answer


def employed(*kinds: str) -> Callable[[Specialist], bool | None]:
    """Whether employed by one of these, asked of whoever names an employer."""
    return lambda specialist: specialist.employer_type in kinds if specialist.employer_type else None


def from_outside(specialist: Specialist) -> bool | None:
    """Whether from none of the centre's thirty countries."""
    if not specialist.nationalities:
        return None
    return not vocabulary.countries()[specialist.nationalities[0]].rtcm


class TestFigures:
    """roster_stats.yaml, generator_hints, unless said otherwise."""

    @pytest.mark.parametrize(
        ("met", "expected", "tolerance"),
        [
            pytest.param(women(), 0.44, 0.03, id="women"),
            pytest.param(women("BRD", "IRM"), 0.24, 0.05, id="women-border-and-law-enforcement"),
            pytest.param(women("ASY", "INT", "VUL", "THB"), 0.57, 0.05, id="women-protection-and-integration"),
            pytest.param(employed("government"), 0.60, 0.04, id="public-officials"),
            pytest.param(
                employed("ngo", "academia", "independent", "private"), 0.30, 0.04, id="ngo-academia-independent"
            ),
            pytest.param(employed("international_organisation"), 0.10, 0.03, id="international-organisations"),
            pytest.param(from_outside, 0.33, 0.03, id="outside-the-region"),
            pytest.param(lambda each: each.vetting is Vetting.ADMITTED, 0.88, 0.03, id="admitted"),
            pytest.param(lambda each: each.consent.search is not None, 0.925, 0.02, id="consent-to-search"),
            pytest.param(lambda each: each.referral.state is ReferralState.OPEN, 0.93, 0.02, id="open"),
            pytest.param(lambda each: not each.availability, 0.35, 0.03, id="availability-unknown"),
            pytest.param(lambda each: each.residence is None, 0.12, 0.03, id="thin-profiles"),
            pytest.param(lambda each: each.confirmed_on is None, 0.02, 0.015, id="never-confirmed"),
        ],
    )
    def test_share_of_specialists(
        self, large: Block, met: Callable[[Specialist], bool | None], expected: float, tolerance: float
    ) -> None:
        assert share(large, met) == pytest.approx(expected, abs=tolerance)

    @pytest.mark.parametrize(("count", "expected"), [(1, 0.05), (2, 0.35), (3, 0.40), (4, 0.16), (5, 0.04)])
    def test_languages_per_expert(self, large: Block, count: int, expected: float) -> None:
        counts = [len(each.languages) for each in full(large)]
        assert counts.count(count) / len(counts) == pytest.approx(expected, abs=0.03)

    def test_years_of_experience(self, large: Block) -> None:
        years = [each.experience_years for each in large.specialists if each.experience_years is not None]
        tenths = quantiles(years, n=10)
        assert min(years) == 3
        assert tenths[4] == pytest.approx(12, abs=1)
        assert tenths[8] == pytest.approx(25, abs=2)

    def test_countries_of_experience(self, large: Block) -> None:
        counts = [len(each.countries) for each in full(large)]
        assert mean(counts) == pytest.approx(4, abs=0.4)
        assert 0 < sum(count >= 15 for count in counts) / len(counts) < 0.04

    @pytest.mark.parametrize(
        ("met", "expected"),
        [
            pytest.param(lambda each: True, 0.50, id="used-ever"),
            pytest.param(lambda each: each.end >= RECENTLY, 0.31, id="used-in-four-years"),
            pytest.param(lambda each: each.start <= SAMPLE_DAY <= each.end, 0.22, id="on-mission-now"),
        ],
    )
    @pytest.mark.parametrize("size", ["usual", "large"])
    def test_share_used(
        self, size: str, met: Callable[[Assignment], bool], expected: float, request: pytest.FixtureRequest
    ) -> None:
        pool: Block = request.getfixturevalue(size)
        served = {member.specialist for each in pool.assignments if met(each) for member in each.team}
        assert len(served) / len(pool.specialists) == pytest.approx(expected, abs=0.02)

    def test_experts_per_event(self, large: Block) -> None:
        sizes = [len(each.team) for each in large.assignments]
        assert mean(sizes) == pytest.approx(2.5, abs=0.2)
        assert set(sizes) == {1, 2, 3, 4, 5}

    def test_two_from_abroad_and_one_national(self, large: Block) -> None:
        home = {each.id: each.nationalities for each in large.specialists}
        teams = [(each.country, [home[member.specialist] for member in each.team]) for each in large.assignments]
        mixed = sum(len(team) == 3 and sum(country in own for own in team) == 1 for country, team in teams)
        assert mixed > 20

    @pytest.mark.parametrize(
        ("status", "expected"),
        [(EvidenceStatus.VERIFIED, 0.25), (EvidenceStatus.EVIDENCED, 0.35), (EvidenceStatus.CLAIMED, 0.40)],
    )
    def test_status_of_claims(self, large: Block, status: EvidenceStatus, expected: float) -> None:
        found = [claim.status for each in full(large) for claim in each.skills]
        assert found.count(status) / len(found) == pytest.approx(expected, abs=0.04)

    def test_four_to_fourteen_claims_and_all_of_the_taxonomy(self, large: Block) -> None:
        counts = [len(each.skills) for each in full(large)]
        assert (min(counts), max(counts)) == (4, 14)
        claimed = {claim.skill for each in large.specialists for claim in each.skills}
        assert claimed == set(vocabulary.competences())

    @pytest.mark.parametrize(
        ("common", "rare"),
        [
            ("BRD.CHK", "BRD.SUR.BLUE"),
            ("ASY.INT", "ASY.RSTL"),
            ("LAB", "LAB.POL.DIV"),
            ("INT", "INT.DISC"),
            ("RET", "RET.UMC"),
        ],
    )
    def test_popularity_inside_a_subject_falls_off(self, large: Block, common: str, rare: str) -> None:
        counts = Counter(claim.skill for each in large.specialists for claim in each.skills)
        assert counts[common] > 2 * counts[rare] > 0

    def test_levels_rise_with_years(self, large: Block) -> None:
        rows = [(each.experience_years or 0, mean(claim.level for claim in each.skills)) for each in full(large)]
        assert correlation(*zip(*rows, strict=True)) > 0.5

    def test_most_profiles_were_confirmed_within_a_year(self, large: Block) -> None:
        ages = [(SAMPLE_DAY - each.confirmed_on).days for each in large.specialists if each.confirmed_on]
        assert min(ages) >= 0
        assert sum(age <= 365 for age in ages) / len(ages) > 0.8
        assert sum(age >= 540 for age in ages) / len(ages) > 0.03

    def test_certificates_run_out_before_and_during_the_missions_of_2027(self, large: Block) -> None:
        held = [held for each in large.specialists for held in each.certificates if held.expires and held.issued]
        assert all(2021 <= each.issued.year <= 2026 for each in held if each.issued)
        assert {each.status for each in held} >= {CertificateStatus.SUSPENDED, CertificateStatus.REVOKED}
        for first, last in ((date(2023, 1, 1), SAMPLE_DAY), (date(2027, 3, 1), date(2027, 12, 31))):
            assert sum(first <= each.expires <= last for each in held if each.expires) > 0.1 * len(held)

    def test_appraisals_agree_on_who_is_good(self, large: Block) -> None:
        marks: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
        for said in (said for each in large.assignments for said in each.appraisals):
            marks[said.by][said.specialist].append(rating(said))
        requester, planner = marks["requester"], marks["planner"]
        both = [(mean(requester[who]), mean(planner[who])) for who in planner if who in requester]
        assert correlation(*zip(*both, strict=True)) > 0.4
        assert mean(map(mean, marks["specialist"].values())) > mean(map(mean, requester.values()))


def rating(said: Appraisal) -> float:
    """The mean mark, which every appraisal of the sample has."""
    assert said.ratings.mean is not None
    return said.ratings.mean


class TestHangsTogether:
    def test_profiles_tell_the_assignments_and_nothing_else(self, large: Block) -> None:
        served = defaultdict(list)
        for each in large.assignments:
            for member in each.team:
                record = (each.title, each.country, each.start, each.end, member.role, each.competences)
                served[member.specialist].append((*record, each.organisation))
        for specialist in large.specialists:
            told = [
                (own.title, own.country, own.start, own.end, own.role, own.competences, own.organisation)
                for own in specialist.missions
            ]
            assert sorted(told, key=str) == sorted(served[specialist.id], key=str)

    def test_nobody_serves_twice_at_a_time_or_before_the_career(self, large: Block) -> None:
        for specialist in large.specialists:
            periods = sorted((own.start, own.end) for own in specialist.missions if own.start and own.end)
            assert all(later > end for (_, end), (later, _) in pairwise(periods))
            career = SAMPLE_DAY - timedelta(days=365.25 * (specialist.experience_years or 0))
            assert all(start >= career for start, _ in periods)

    def test_whoever_is_out_now_is_away_until_the_day_after(self, large: Block) -> None:
        away = {each.id: each.availability for each in large.specialists}
        for each in large.assignments:
            for member in each.team if each.end >= SAMPLE_DAY else ():
                first = away[member.specialist][0]
                assert (first.kind, first.end) == ("away", each.end + timedelta(days=1))

    def test_evidence_names_own_certificates_and_assignments(self, large: Block) -> None:
        teams = {each.id: {member.specialist for member in each.team} for each in large.assignments}
        for specialist in large.specialists:
            numbers = {held.number for held in specialist.certificates}
            for claim in specialist.skills:
                assert bool(claim.evidence) == (claim.status is not EvidenceStatus.CLAIMED)
                for reference in claim.evidence:
                    if reference in teams:
                        assert specialist.id in teams[reference]
                    else:
                        assert reference in numbers or reference[-4:].isdigit()

    def test_certificate_numbers_are_unique(self, large: Block) -> None:
        numbers = [held.number for each in large.specialists for held in each.certificates if held.number]
        assert len(set(numbers)) == len(numbers)

    def test_assignments_count_as_country_experience(self, large: Block) -> None:
        for specialist in large.specialists:
            known = {stay.country: stay for stay in specialist.countries}
            assert all(counts(known.get(own.country or "")) for own in specialist.missions)

    def test_the_first_language_is_of_the_country(self, large: Block) -> None:
        spoken = [
            not official.isdisjoint(language.language for language in each.languages)
            for each in full(large)
            if (official := set(vocabulary.countries()[each.nationalities[0]].working_languages))
        ]
        assert sum(spoken) / len(spoken) > 0.98
        assert all(each.languages[0].native for each in full(large))

    def test_abilities_of_a_language_lie_close_together(self, large: Block) -> None:
        for language in (language for each in full(large) for language in each.languages):
            levels = [level for level in language.levels if level is not None]
            assert max(levels) - min(levels) <= 1

    def test_names_stand_in_their_own_letters(self, large: Block) -> None:
        natives = {letter for each in large.specialists for letter in each.name.native or "" if letter.isalpha()}
        scripts = {unicodedata.name(letter).partition(" ")[0] for letter in natives}
        assert scripts >= {"LATIN", "CYRILLIC", "GEORGIAN", "ARMENIAN", "ARABIC", "HEBREW"}
        assert set("əğış") <= natives
        latin = {letter for each in large.specialists for letter in each.name.full if letter.isalpha()}
        assert all(unicodedata.name(letter).startswith("LATIN") for letter in latin)

    def test_family_names_follow_the_gender_where_the_language_does(self, large: Block) -> None:
        endings = {"female": ("ova", "yeva", "ieva", "ska", "skaya"), "male": ("ov", "yev", "iev", "ski", "sky")}
        for gender, other in (("female", "male"), ("male", "female")):
            names = [each.name.family for each in large.specialists if each.gender == gender]
            assert any(name.endswith(endings[gender]) for name in names)
            assert not [name for name in names if name.endswith(endings[other])]


def counts(stay: CountryExperience | None) -> bool:
    """Whether a stay says that somebody worked there."""
    return stay is not None and stay.months >= 1 and bool(stay.last_year)


class TestWhoTrainedWhom:
    def test_lineage_is_deep(self, usual: Block) -> None:
        assert max(depths(usual).values()) >= 4

    def test_blocks_are_trained_by_other_blocks(self, usual: Block) -> None:
        across = [
            each
            for each in usual.assignments
            if each.module == TOT
            and {block(member.specialist) for member in each.team}.isdisjoint(map(block, each.trainees))
        ]
        assert len(across) == 6

    def test_trainers_of_a_training_had_been_trained_before(self, large: Block) -> None:
        trained = trained_on(large)
        authors = set()
        for each in (each for each in large.assignments if each.trainees):
            for member in each.team:
                if trained.get(member.specialist, date.max) >= each.start:
                    authors.add(member.specialist)
        assert len(authors) == 2

    def test_the_first_training_is_that_of_july_2022(self, usual: Block) -> None:
        first = min((each for each in usual.assignments if each.module == TOT), key=lambda each: each.start)
        people = {each.id: each for each in usual.specialists}
        assert (first.start, first.end, first.country) == (date(2022, 7, 25), date(2022, 7, 29), "AZE")
        assert len({people[trainee].nationalities[0] for trainee in first.trainees}) == 11

    def test_certificates_of_trainers_agree_with_the_training(self, large: Block) -> None:
        attended = {(each.module, who, each.end) for each in large.assignments for who in each.trainees}
        held = {(own.module, each.id, own.issued) for each in large.specialists for own in each.certificates}
        assert attended <= held
        for each in large.specialists:
            own = sorted(own.issued for own in each.certificates if own.module == TOT and own.issued)
            renewed = own[1:]
            assert all((TOT, each.id, day) in attended for day in own[:1])
            assert all((day - own[0]).days > 1_000 for day in renewed)

    def test_those_who_train_in_the_pool_may(self, large: Block) -> None:
        people = {each.id: each for each in large.specialists}
        for member in (member for each in large.assignments if each.trainees for member in each.team):
            levels = {own.level for own in people[member.specialist].certificates}
            assert levels & {CertificateLevel.TRAINER, CertificateLevel.CO_TRAINER, CertificateLevel.MASTER_TRAINER}


def block(id: str) -> int:
    """The block that a specialist was made in."""
    return (int(id.rpartition("-")[2]) - 1) // 100


def trained_on(pool: Block) -> dict[str, date]:
    """The day on which each trainer of the cascade had first been trained to train."""
    first: dict[str, date] = {}
    for each in sorted(pool.assignments, key=lambda each: each.end):
        if each.module == TOT:
            for trainee in each.trainees:
                first.setdefault(trainee, each.end)
    return first


def depths(pool: Block) -> dict[str, int]:
    """Generations of trainers above each trainee, 1 for those whom the authors trained."""
    found: dict[str, int] = {}
    for each in sorted(pool.assignments, key=lambda each: each.end):
        above = max((found.get(member.specialist, 0) for member in each.team), default=0)
        for trainee in each.trainees:
            found[trainee] = max(found.get(trainee, 0), above + 1)
    return found


class TestServesTheMissions:
    @pytest.mark.parametrize("path", MISSIONS, ids=lambda path: path.stem[:3])
    def test_every_seat_finds_several_plausible_people(self, path: Path, usual: Block) -> None:
        mission = Mission.model_validate(YAML(typ="safe").load(path))
        for seat in mission.seats:
            found = [each.id for each in usual.specialists if is_plausible(each, seat)]
            assert len(found) >= max(3, seat.count + 1), (mission.id, found)

    def test_there_are_seven(self) -> None:
        assert len(MISSIONS) == 7


def is_plausible(specialist: Specialist, seat: Seat) -> bool:
    """Lawful, two of the wished skills at a working level, one of the languages, and trained where it is asked."""
    claims = {claim.skill for claim in specialist.skills if claim.level >= 3}
    skills = sum(wish.skill in claims for wish in seat.wishes(SkillRequirement))
    spoken = {language.language: max(filter(None, language.levels)) for language in specialist.languages}
    talks = any(spoken.get(wish.language, 0) >= wish.level for wish in seat.wishes(LanguageRequirement))
    trains = any(held.level.rank > 1 for held in specialist.certificates)
    return skills >= 2 and talks and is_lawful(specialist, seat) and (trains or not seat.wishes(TrainingRequirement))


def is_lawful(specialist: Specialist, seat: Seat) -> bool:
    """Whether the nationality is one that the seat may take."""
    own = set(specialist.nationalities)
    asked = [must for must in seat.must if isinstance(must, NationalityRequirement)]
    return all(own & set(must.any_of) if must.any_of else not own & set(must.none_of) for must in asked)
