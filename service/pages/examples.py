"""Invented values that show the components; nobody and nothing in them is real."""

from datetime import date

from registry.domain.states import CandidacyState
from service.pages import charts
from service.pages.charts import Column, Interval, Kin, Picture, Span, Stage, Tile, Told
from service.pages.wording import Wording

PEOPLE: tuple[tuple[str, float, dict[str, float]], ...] = (
    (
        "Sample Person One",
        87.4,
        {"skill": 36.2, "language": 15, "experience": 12.5, "country": 8.7, "training": 6, "education": 9},
    ),
    (
        "Sample Person Two",
        71.9,
        {"skill": 28.4, "language": 12.5, "experience": 15, "country": 4, "track_record": 7, "network": 5},
    ),
)
_TODAY = date(2027, 3, 10)
_COUNTRIES = {"AZE": 41, "GEO": 22, "TUR": 35, "KAZ": 12, "UZB": 9, "KGZ": 7, "MDA": 5, "IRQ": 3, "JOR": 2, "AFG": 1}
_COMPETENCES = ("BRD", "ASY", "LAB", "RET", "DAT")
_LANGUAGES = ("aze", "rus", "eng", "tur", "ara")

_STAGES = (
    (CandidacyState.PROPOSED, 120),
    (CandidacyState.SHORTLISTED, 64),
    (CandidacyState.OFFERED, 48),
    (CandidacyState.ACCEPTED, 37),
    (CandidacyState.COMPLETED, 30),
)


def pictures(words: Wording) -> dict[str, Picture]:
    """One of each kind by name."""
    made = (_map(words), _heat(words), _ends(words), _funnel(words), _intervals(words), _lineage(words), _plan(words))
    return {picture.told.name: picture for picture in made}


def _map(words: Wording) -> Picture:
    told = Told(
        "map", words.say("Specialists by country"), words.say("Most have worked in Azerbaijan, then in Türkiye.")
    )
    values = {code: Tile(words.country(code), count, words.number(count)) for code, count in _COUNTRIES.items()}
    return charts.tiles(told, values, (words.say("Country"), words.say("Specialists")))


def _heat(words: Wording) -> Picture:
    told = Told("heat", words.say("Competences by language"), words.say("Nobody works on asylum in Arabic."))
    cells = {
        (competence, language): (7 * row + 11 * at + 3) % 29 if (competence, language) != ("ASY", "ara") else 0
        for row, competence in enumerate(_COMPETENCES)
        for at, language in enumerate(_LANGUAGES)
    }
    rows = [(id, words.competence(id)) for id in _COMPETENCES]
    columns = [(code, words.language_title(code)) for code in _LANGUAGES]
    return charts.heat(told, rows, columns, cells, words.say("Competence"))


def _ends(words: Wording) -> Picture:
    told = Told("ends", words.say("Certificates that end"), words.say("Nine end in the next three months."))
    counts = (2, 3, 4, 1, 0, 6, 2, 1)
    shown = [
        Column(words.short_month(date(2027, 3 + at, 1)), count, "warn" if at < 3 else "accent")
        for at, count in enumerate(counts)
    ]
    return charts.columns(told, shown, (words.say("Month"), words.say("Certificates")))


def _funnel(words: Wording) -> Picture:
    told = Told(
        "funnel", words.say("From proposed to completed"), words.say("A quarter of those proposed complete a mission.")
    )
    shown = [Stage(words.called(state), count, words.percent(count / 120)) for state, count in _STAGES]
    return charts.funnel(told, shown, (words.say("Step"), words.say("People"), words.say("Share")))


def _intervals(words: Wording) -> Picture:
    told = Told("intervals", words.say("Chosen among eligible"), words.say("One group is chosen less often than all."))
    groups = [
        Interval(words.say("Women"), 0.21, 0.27, 0.33),
        Interval(words.say("Men"), 0.22, 0.26, 0.31),
        Interval(words.say("Newcomers"), 0.08, 0.13, 0.19),
    ]
    heads = (words.say("Group"), words.say("Lowest"), words.say("Estimate"), words.say("Highest"))
    return charts.intervals(told, groups, 0.25, words.percent, heads)


def _lineage(words: Wording) -> Picture:
    told = Told(
        "lineage", words.say("Who trained whom"), words.say("Two trained four others, and one of these a fifth.")
    )
    people = [Kin("a", "Sample Person One", None, "2022"), Kin("b", "Sample Person Two", "a", "2022")]
    people += [Kin("c", "Sample Person Three", "a", "2023"), Kin("d", "Sample Person Four", "c", "2025")]
    people += [Kin("e", "Sample Person Five", None, "2021"), Kin("f", "Sample Person Six", "e", "2024")]
    return charts.lineage(told, people, (words.say("Name"), words.say("Trained by"), words.say("When")))


def _plan(words: Wording) -> Picture:
    told = Told("plan", words.say("Missions over time"), words.say("Two missions want the same people in May."))
    spans = [
        Span("Baku", words.say("Trainer"), date(2027, 2, 1), date(2027, 5, 15)),
        Span("Tbilisi", words.say("Expert"), date(2027, 4, 10), date(2027, 6, 20), "good"),
        Span("Tashkent", words.say("Team lead"), date(2027, 5, 1), date(2027, 9, 30), "warn"),
    ]
    heads = (words.say("Mission"), words.say("Seat"), words.say("From"), words.say("To"))
    return charts.timeline(told, spans, words.month, words.day, heads, _TODAY)
