"""Whole profiles (specialist/1) of people whose assignments are known: one plain JSON object each."""

from registry.sample import membership
from registry.sample.certificates import certificates, decide_trainer_from_elsewhere
from registry.sample.days import SAMPLE_DAY, TODAY, day
from registry.sample.dice import Dice, Table
from registry.sample.languages import languages, one_language
from registry.sample.lists import abroad, label, phrases
from registry.sample.names import name
from registry.sample.people import Json, Person
from registry.sample.skills import few_skills, skills

# roster_stats.yaml, generator_hints, country_experience: mean 4, few with more than 15.
_COUNTRIES = Table(
    zip((1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 20), (22, 21, 17, 12, 8, 6, 4, 3, 3, 2, 1.5, 0.5), strict=True)
)
_MONTHS = Table([((1, 3), 0.35), ((4, 12), 0.35), ((13, 30), 0.20), ((31, 70), 0.10)])
_DEGREES = Table([(5, 0.02), (6, 0.27), (7, 0.60), (8, 0.11)])
_ACADEMIC_DEGREES = Table([(7, 0.30), (8, 0.70)])
_STATUS = Table([("claimed", 0.55), ("evidenced", 0.30), ("verified", 0.15)])
_TELLS = 0.6
_BIO, _SECOND_BIO = 0.6, 0.5
# The languages in which the centre's site speaks, and how the taxonomy calls them.
_BIO_LANGUAGES = (("aze", "az"), ("rus", "ru"), ("tur", "tr"))
_FOUNDED = day(2020, 11, 1)


def profile(dice: Dice, person: Person) -> Json:
    """One profile; thin ones leave most sections out."""
    found: Json = {"schema": "specialist/1", "id": person.id, "name": name(dice, person)}
    found.update(_thin(dice, person) if person.thin else _full(dice, person))
    return {key: value for key, value in found.items() if value or value is False} | _member(dice, person)


def _thin(dice: Dice, person: Person) -> Json:
    sections: Json = {
        "gender": _gender(person),
        "nationalities": [person.country.code],
        "organisation": person.organisation,
        "employer_type": person.employer,
        "experience_years": person.years,
        "skills": few_skills(dice, person),
        "languages": one_language(person),
    }
    return {key: value for key, value in sections.items() if dice.chance(_TELLS)}


def _full(dice: Dice, person: Person) -> Json:
    decide_trainer_from_elsewhere(dice, person)
    held = certificates(dice, person)
    claims = skills(dice, person, held)
    spoken = languages(dice, person)
    return {
        "gender": _gender(person),
        "nationalities": [person.country.code, *filter(None, [person.second_nationality])],
        "residence": person.residence.code,
        "organisation": person.organisation,
        "employer_type": person.employer,
        "official": person.employer == "government",
        "education": _education(dice, person),
        "experience_years": person.years,
        "roles": _roles(dice, person),
        "skills": claims,
        "languages": spoken,
        "countries": _countries(dice, person),
        "certificates": held,
        "availability": membership.availability(dice, person),
        "missions": _missions(person),
        "publications": _publications(dice, person),
        "bio": _bio(dice, person, claims, spoken),
    }


def _member(dice: Dice, person: Person) -> Json:
    joined = dice.whole(_FOUNDED, TODAY - 60)
    found: Json = {
        "consent": membership.consent(dice, joined),
        "referral": membership.referral(dice),
        "vetting": membership.vetting(dice, person),
    }
    confirmed = membership.confirmed_on(dice)
    if confirmed:
        found["confirmed_on"] = confirmed
    return found


def _gender(person: Person) -> str:
    return "female" if person.woman else "male"


def _education(dice: Dice, person: Person) -> Json:
    degrees = _ACADEMIC_DEGREES if person.employer == "academia" else _DEGREES
    return {"level": dice.draw(degrees), "field": dice.pick(person.subject.education)}


def _roles(dice: Dice, person: Person) -> list[str]:
    roles = ["expert"]
    if person.trains_from:
        roles.append("trainer" if dice.chance(0.8) else "co_trainer")
        if dice.chance(0.12):
            roles.append("assessor")
    if person.years >= 14 and dice.chance(0.35):
        roles.append("team_lead")
    if person.subject.name == "communication" and dice.chance(0.4):
        roles.append("interpreter")
    return roles


def _missions(person: Person) -> list[Json]:
    """The person's own record of every assignment served on, the latest first."""
    return [
        {key: served.assignment[key] for key in ("title", "country", "from", "to")}
        | {"role": served.role}
        | {key: served.assignment[key] for key in ("competences", "organisation")}
        for served in sorted(person.served, key=lambda served: -served.start)
    ]


def _countries(dice: Dice, person: Person) -> list[Json]:
    """Home, the countries of assignments, and some more; the longest stay first."""
    stays: dict[str, Json] = {}
    home = int(person.years * 12 * (0.45 + 0.55 * dice.roll()))
    stays[person.residence.code] = _stay(dice, person, person.residence.code, max(6, home), SAMPLE_DAY.year)
    for served in person.served:
        code, topic = served.assignment["country"], served.assignment["competences"][0]
        year = min(SAMPLE_DAY.year, int(served.assignment["to"][:4]))
        months = max(1, (min(served.end, TODAY) - served.start) // 30)
        known = stays.setdefault(code, {"country": code, "months": 0, "last_year": year, "themes": []})
        known["months"] += months
        known["last_year"] = max(known["last_year"], year)
        known["themes"] = list(dict.fromkeys([*known["themes"], topic]))
        known["status"] = "evidenced"
    wanted = dice.draw(_COUNTRIES) - len(stays)
    if wanted > 0:
        for there in dice.several(abroad(person.country.code), wanted):
            if there.code not in stays:
                year = SAMPLE_DAY.year - dice.whole(0, min(12, int(person.years) - 1))
                stays[there.code] = _stay(dice, person, there.code, dice.whole(*dice.draw(_MONTHS)), year)
    return sorted(stays.values(), key=lambda stay: (-stay["months"], stay["country"]))


def _stay(dice: Dice, person: Person, code: str, months: int, year: int) -> Json:
    themes = dice.several(person.subject.competences, dice.whole(0, 2))
    return {
        "country": code,
        "months": months,
        "last_year": year,
        "themes": themes,
        "status": dice.draw(_STATUS),
    }


def _publications(dice: Dice, person: Person) -> list[Json]:
    academic = person.employer == "academia"
    count = dice.whole(1, 5) if academic else dice.whole(1, 2) if dice.chance(0.08) else 0
    return [_publication(dice, person) for _ in range(count)]


def _publication(dice: Dice, person: Person) -> Json:
    topic = label(dice.draw(person.subject.competences))
    text = dice.pick(phrases("publication")).format(topic=topic, country=person.country.in_text)
    return {
        "title": text[0].upper() + text[1:],
        "year": SAMPLE_DAY.year - dice.whole(0, min(15, int(person.years))),
    }


def _bio(dice: Dice, person: Person, claims: list[Json], spoken: list[Json]) -> Json:
    """In English, and for some in one more language of the site that they speak."""
    if not dice.chance(_BIO):
        return {}
    bio = {"eng": _text(dice, person, claims, "eng", "en")}
    if dice.chance(_SECOND_BIO):
        own = [language["language"] for language in spoken]
        for language, lang in _BIO_LANGUAGES:
            if language in own and len(bio) < 2:
                bio[language] = _text(dice, person, claims, language, lang)
    return {language: text for language, text in bio.items() if text}


def _text(dice: Dice, person: Person, claims: list[Json], language: str, lang: str) -> str:
    topics = [topic for topic in (label(claim["skill"], lang) for claim in claims) if topic]
    if len(topics) < 2:
        return ""
    return dice.pick(phrases("bio", language)).format(first=topics[0], second=topics[1], years=int(person.years))
