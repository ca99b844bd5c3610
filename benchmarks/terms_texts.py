"""Terms of reference written by us from the fields of a mission, in four languages and two manners."""

from collections.abc import Callable, Iterator

from benchmarks.terms_words import WORDS, Words
from registry.domain import Mission, Seat
from registry.domain.mission import (
    CountryRequirement,
    ExperienceRequirement,
    LanguageRequirement,
    NationalityRequirement,
    SkillRequirement,
    TrainingRequirement,
)
from registry.vocabulary import competences, countries, languages

MANNERS: dict[str, Callable[[Mission, str], Iterator[str]]] = {}


def text_of(mission: Mission, lang: str, manner: str) -> str:
    """The terms of a mission as plain text, one paragraph a line."""
    return "\n".join(MANNERS[manner](mission, lang)) + "\n"


def _listed(mission: Mission, lang: str) -> Iterator[str]:
    """Labels and lists, as most such texts are."""
    words, seat = WORDS[lang], mission.seats[0]
    yield words.title.format(_title(mission, lang))
    yield words.kind.format("; ".join(words.kinds[kind] for kind in mission.types))
    yield words.country.format(", ".join(countries()[code].label(lang) for code in mission.host_countries))
    yield words.window.format(mission.window.start, mission.window.end)
    yield words.team.format(", ".join(_seat(each, words) for each in mission.seats))
    yield words.required
    for years in seat.wishes(ExperienceRequirement):
        yield words.years.format(f"{years.years:g}")
    for skill in seat.wishes(SkillRequirement):
        label = competences()[skill.skill].label(lang)
        yield (words.deep if skill.level > 3 else words.skill).format(label)
    for language in seat.wishes(LanguageRequirement):
        yield words.speak.format(_capital(languages()[language.language].label(lang)), language.level)
    for country in seat.wishes(CountryRequirement):
        yield words.worked.format(countries()[country.country].label(lang))
    if seat.wishes(TrainingRequirement):
        yield words.trained
    yield from _nationality(mission, lang)


def _prose(mission: Mission, lang: str) -> Iterator[str]:
    """Sentences, with names in the forms that they take there."""
    words, seat = WORDS[lang], mission.seats[0]
    yield words.title.format(_title(mission, lang))
    yield words.kind.format(" / ".join(words.kinds[kind] for kind in mission.types))
    yield words.country.format("; ".join(countries()[code].label(lang) for code in mission.host_countries))
    yield words.prose_window.format(mission.window.start, mission.window.end)
    yield words.team.format("; ".join(_seat(each, words) for each in mission.seats))
    sentences = [words.prose_years.format(f"{years.years:g}") for years in seat.wishes(ExperienceRequirement)]
    for skill in seat.wishes(SkillRequirement):
        label = competences()[skill.skill].label(lang)
        # In running text only a name begins with a capital letter.
        small = label if label[:2].isupper() or label[0] == "İ" else label[:1].lower() + label[1:]
        sentences.append(_capital((words.prose_deep if skill.level > 3 else words.prose_skill).format(small)))
    yield " ".join(sentences)
    yield " ".join(
        words.prose_speak.format(words.tongues.get(each.language) or languages()[each.language].label(lang), each.level)
        for each in seat.wishes(LanguageRequirement)
    )
    yield " ".join(
        words.prose_worked.format(words.where.get(each.country) or countries()[each.country].label(lang))
        for each in seat.wishes(CountryRequirement)
    )
    if seat.wishes(TrainingRequirement):
        yield words.prose_trained
    yield from _nationality(mission, lang)


def _title(mission: Mission, lang: str) -> str:
    """The real title in English; in other languages what the mission is about."""
    skill = mission.seats[0].wishes(SkillRequirement)[0].skill
    return mission.title if lang == "en" else competences()[skill].label(lang)


def _seat(seat: Seat, words: Words) -> str:
    rule = next((each for each in seat.must if isinstance(each, NationalityRequirement)), None)
    origin = "" if rule is None else words.origins[0] if rule.none_of else words.origins[1]
    return words.roles[str(seat.role), min(seat.count, 2)].format(f"{seat.count} {origin}".strip())


def _nationality(mission: Mission, lang: str) -> Iterator[str]:
    """Said in words where all seats share it; where seats differ, international and national say it."""
    rules = [each for seat in mission.seats for each in seat.must if isinstance(each, NationalityRequirement)]
    if len(mission.seats) == 1:
        for rule in rules:
            sentence = WORDS[lang].never if rule.none_of else WORDS[lang].only
            yield sentence.format(countries()[(rule.none_of or rule.any_of)[0]].label(lang))


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _call(mission: Mission, lang: str) -> Iterator[str]:
    """A short call, one sentence a line."""
    words, seat = WORDS[lang], mission.seats[0]
    call = words.call
    yield call.opening.format(_title(mission, lang))
    yield call.kind.format(", ".join(words.kinds[kind] for kind in mission.types))
    yield call.place.format(", ".join(_where(code, lang) for code in mission.host_countries))
    yield call.when.format(mission.window.start, mission.window.end)
    yield call.sought.format(", ".join(_seat(each, words) for each in mission.seats))
    for years in seat.wishes(ExperienceRequirement):
        yield call.years.format(f"{years.years:g}")
    for skill in seat.wishes(SkillRequirement):
        yield (call.deep if skill.level > 3 else call.skill).format(competences()[skill.skill].label(lang))
    for language in seat.wishes(LanguageRequirement):
        name = words.tongues.get(language.language) or languages()[language.language].label(lang)
        yield _capital(call.speak.format(name, language.level))
    for country in seat.wishes(CountryRequirement):
        yield call.worked.format(_where(country.country, lang))
    if seat.wishes(TrainingRequirement):
        yield call.trained
    yield from _nationality(mission, lang)
    yield call.closing


def _where(code: str, lang: str) -> str:
    return WORDS[lang].where.get(code) or countries()[code].label(lang)


MANNERS.update({"listed": _listed, "prose": _prose, "call": _call})
