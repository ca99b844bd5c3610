"""Every sentence of the matcher, as it is spelled there; translated as a whole, its values each in their own way.

The matcher speaks English, in formats that are contracts. A page reads the sentence by these and says it anew. A
place in a sentence is named by its kind (``service/pages/values.py``), or by a table of these when a sentence stands
within another.
"""

from collections.abc import Mapping

from service.pages.values import DEGREES
from service.pages.words import N_

Forms = str | tuple[str, str]


def NN_(one: str, many: str) -> tuple[str, str]:  # noqa: N802 (as N_, for a text with a plural)
    """Mark a text for translation in the forms that go with ``%(count)s``, and leave it as it is."""
    return one, many


REQUIREMENTS: tuple[Forms, ...] = (
    N_("%(competence)s at level %(level)s"),
    N_("%(language)s %(cefr)s"),
    N_("%(language)s %(cefr)s %(abilities)s"),
    NN_("%(count)s month in %(country)s", "%(count)s months in %(country)s"),
    N_("%(number)s years of experience"),
    N_("valid certificate %(module)s as %(grade)s"),
    N_("certified as %(role)s in a fitting module"),
    *DEGREES.values(),
    N_("national of %(nationalities)s"),
    N_("not a national of %(nationalities)s"),
    N_("employed by %(employers)s"),
    N_("public official"),
    N_("not a public official"),
)

# What membership and dates rule out, and what a mission does.
EXCLUSIONS: tuple[Forms, ...] = (
    N_("not admitted to the pool"),
    N_("no valid consent to be searched"),
    N_("referral paused"),
    N_("referral blocked"),
    N_("profile not confirmed for 18 months"),
    N_("use of the profile restricted by the person"),
    NN_(
        "away: fewer than %(count)s day left in the window",
        "away: fewer than %(count)s days left in the window",
    ),
    N_("excluded by name in the mission"),
    N_("excluded organisation"),
    N_("excluded nationality: %(nationalities)s"),
    N_("conflict of interest: works for the beneficiary"),
    N_("must-have not met: %(requirement)s"),
)

FLAGS: tuple[Forms, ...] = (
    N_("availability unknown"),
    N_("away for part of the window"),
    N_("only tentatively free for part of the window"),
    N_("organisation not on file: conflict of interest not checked"),
    N_("works for the beneficiary: check for a conflict of interest"),
    N_("profile never confirmed"),
    N_("profile confirmed over a year before the start"),
    N_("thin profile: no competences on file"),
    N_("not eligible: %(exclusion)s"),
    NN_(
        "on %(count)s mission, %(number)s at most for others",
        "on %(count)s missions, %(number)s at most for others",
    ),
)

# How a criterion begins.
BEGINNINGS: tuple[Forms, ...] = (
    N_("nothing to go on: its weight is shared out"),
    NN_(
        "%(number)s of %(count)s competence held: %(clauses)s",
        "%(number)s of %(count)s competences held: %(clauses)s",
    ),
    NN_(
        "%(number)s of %(count)s competence held, %(number_near)s by a neighbouring one: %(clauses)s",
        "%(number)s of %(count)s competences held, %(number_near)s by a neighbouring one: %(clauses)s",
    ),
)
# What a criterion says of competences, languages, countries, years and education.
CLAIMS: tuple[Forms, ...] = (
    N_("%(competence)s %(level)s/5"),
    N_("%(competence)s %(level)s/5, %(status)s"),
    N_("%(competence)s %(level)s/5 of %(level_asked)s asked, %(status)s"),
    N_("%(claim)s, counts %(number)s for %(competence)s"),
    N_("not on file: %(competences)s"),
    N_("%(language)s %(cefr)s, %(status)s"),
    N_("%(language)s %(cefr)s of %(cefr_asked)s asked, %(status)s"),
    N_("%(claim)s, counts %(number)s for %(language)s"),
    N_("%(language)s %(cefr)s not on file"),
    NN_("%(country)s %(count)s month", "%(country)s %(count)s months"),
    N_("%(claim)s up to %(year)s, %(status)s"),
    N_("%(claim)s, year unknown, %(status)s"),
    N_("%(claim)s, in part for %(countries)s (same sub-region)"),
    N_("not on file: %(countries)s"),
    N_("%(number)s years"),
    N_("%(number)s years, %(number_asked)s asked"),
    N_("years not on file, %(number_asked)s asked"),
    N_("education not on file, %(degree)s asked"),
    N_("%(degree)s; %(degree_asked)s asked"),
    N_("%(degree)s and %(number)s more years than asked, counts as a master's; %(degree_asked)s asked"),
)

# What a criterion says of certificates, trainings and appraisals.
RECORD: tuple[Forms, ...] = (
    N_("%(module)s as %(grade)s, valid to %(day)s"),
    N_("no certificate valid on these dates"),
    N_("%(record)s (%(module)s as %(grade)s asked)"),
    NN_("%(count)s training given", "%(count)s trainings given"),
    N_("%(record)s (%(number)s claimed)"),
    N_("%(record)s, appraised %(number)s of 5 as trainer"),
    NN_("%(count)s appraisal by others", "%(count)s appraisals by others"),
    NN_(
        "%(number)s of 5 in %(count)s appraisal by others (pool %(number_pool)s)",
        "%(number)s of 5 in %(count)s appraisals by others (pool %(number_pool)s)",
    ),
)

# What a criterion says of past missions and of texts.
PATHS: tuple[Forms, ...] = (
    N_("no past mission on record near this one"),
    N_("served on %(mission)s"),
    N_("was trained on %(mission)s"),
    NN_("worked with %(count)s member of %(mission)s", "worked with %(count)s members of %(mission)s"),
    NN_("was trained by %(count)s member of %(mission)s", "was trained by %(count)s members of %(mission)s"),
    N_("%(path)s: %(shared)s"),
    N_("%(path)s, with %(people)s"),
    N_("%(path)s: %(words)s"),
)
TEXTS: tuple[Forms, ...] = (
    N_("no past mission on record and no publication in words of this mission"),
    N_("wrote %(title)s: %(words)s"),
    NN_("and %(count)s further text", "and %(count)s further texts"),
    N_("nearest in meaning: %(title)s"),
)

# What would bring somebody onto a list, or more people to it.
CHANGES: tuple[Forms, ...] = (
    N_("without it"),
    N_("admission to the pool by RTCM"),
    N_("consent to be searched, valid to %(day)s"),
    N_("referral open from %(day)s"),
    N_("referral no longer blocked"),
    N_("profile confirmed again"),
    N_("the restriction lifted by the person"),
    NN_(
        "available on %(count)s more day between %(day)s and %(day_end)s",
        "available on %(count)s more days between %(day)s and %(day_end)s",
    ),
    N_("%(requirement)s, valid to %(day)s"),
    N_("nothing lifts: %(exclusion)s"),
    N_("%(number)s more points to reach the last place"),
    N_("%(competence)s %(level)s/5 %(status)s"),
    N_("%(competence)s %(level)s/5 (%(status)s)"),
    NN_(
        "%(count)s month of work in %(country)s up to %(year)s",
        "%(count)s months of work in %(country)s up to %(year)s",
    ),
    N_("certificate %(module)s renewed, valid to %(day)s"),
    N_("certificate %(module)s as %(grade)s, valid to %(day)s"),
)

MEANINGS: tuple[Forms, ...] = (
    N_("at least %(number)s of %(number_all)s are women"),
    N_("at least %(number)s of %(number_all)s are men"),
    N_("at most %(number)s of one organisation"),
    N_("at most %(number)s of one nationality"),
    N_("the lead has %(number)s years of experience or more"),
    N_("at least %(number)s who never served on a mission on record, and one who did"),
    N_("fees of at most %(number)s EUR (%(number_official)s a working day for officials, %(number_other)s for others)"),
)

# What a team adds up to, and why there is none.
TEAMS: tuple[Forms, ...] = (
    NN_("the points of %(count)s member in their seats", "the points of %(count)s members in their seats"),
    N_("nothing of the kind is wished"),
    N_("%(requirement)s: nobody"),
    N_("%(requirement)s: %(person)s %(number)s"),
    NN_("%(number)s of %(count)s pair worked together", "%(number)s of %(count)s pairs worked together"),
    NN_(
        "%(number)s of %(count)s pair worked together: %(clauses)s",
        "%(number)s of %(count)s pairs worked together: %(clauses)s",
    ),
    N_("%(person)s and %(person_other)s on %(mission)s"),
    N_("%(number)s more"),
    N_("%(number)s of %(organisation)s"),
    N_("no two of one organisation"),
    N_("all seats: %(exclusion)s"),
    NN_("seat %(number)s (%(role)s): %(count)s person", "seat %(number)s (%(role)s): %(count)s people"),
    N_("seat %(number)s: %(id)s is fixed"),
    N_("seat %(number)s: %(id)s is fixed (%(clauses)s)"),
    N_("seat %(number)s: %(requirement)s"),
    N_("rule %(rule)s: %(meaning)s"),
)

COUNTS: tuple[Forms, ...] = (
    N_("%(number)s on another seat of the mission"),
    N_("%(number)s on a mission with overlapping dates"),
    N_("%(number)s at the most missions for one person"),
    N_("%(number)s on this seat"),
    N_("%(number)s free, whom the rules would rather leave out"),
)
PLANS: tuple[Forms, ...] = (
    N_("nobody is eligible"),
    NN_(
        "only %(count)s person is eligible, and on this seat",
        "only %(count)s people are eligible, and on this seat",
    ),
    NN_("of %(count)s eligible person: %(counts)s", "of %(count)s eligible people: %(counts)s"),
    N_("no plan over the whole pool is worth more"),
    N_("no plan over the whole pool that leaves no mission below %(number)s points per place is worth more"),
    N_("no plan over the whole pool can be worth over %(number_more)s points more"),
    N_(
        "no plan over the whole pool that leaves no mission below %(number)s points per place can be worth over "
        "%(number_more)s points more"
    ),
)

# A sentence within another is of one of these; a list of sentences, of any of them.
TABLES: Mapping[str, tuple[Forms, ...]] = {
    "requirement": REQUIREMENTS,
    "exclusion": EXCLUSIONS,
    "flag": FLAGS,
    "beginning": BEGINNINGS,
    "claim": CLAIMS,
    "record": RECORD,
    "path": PATHS,
    "text": TEXTS,
    "change": CHANGES,
    "meaning": MEANINGS,
    "team": TEAMS,
    "tally": COUNTS,
    "plan": PLANS,
}
