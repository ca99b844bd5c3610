"""What somebody can do at each of the six levels of a language, skill by skill, to check oneself by; our own words."""

from collections.abc import Mapping

from registry.vocabulary import CEFR
from service.pages.words import N_

SKILLS: Mapping[str, str] = {
    "listening": N_("Listening"),
    "reading": N_("Reading"),
    "speaking": N_("Speaking"),
    "writing": N_("Writing"),
}
# Skill -> level -> what somebody can do; each holds what those below it do.
CAN: Mapping[str, Mapping[CEFR, str]] = {
    "listening": {
        CEFR.A1: N_("I catch single words and short phrases when people speak slowly to me."),
        CEFR.A2: N_("I follow the main point of short, clear announcements and everyday talk."),
        CEFR.B1: N_("I follow a clear talk on my own field when it is not fast."),
        CEFR.B2: N_("I follow a meeting or lecture with its arguments when I know the subject."),
        CEFR.C1: N_("I follow long talks even when they jump and leave things unsaid."),
        CEFR.C2: N_("I follow anything that is said at full speed, in person or on the air."),
    },
    "reading": {
        CEFR.A1: N_("I read names, notices and very simple sentences."),
        CEFR.A2: N_("I find what I need in short letters, timetables and forms."),
        CEFR.B1: N_("I read plain texts about my work and understand what is asked."),
        CEFR.B2: N_("I read reports and articles and see what their authors hold."),
        CEFR.C1: N_("I read long expert texts and laws, also outside my field."),
        CEFR.C2: N_("I read practically every text with ease, however it is built."),
    },
    "speaking": {
        CEFR.A1: N_("I introduce myself and answer simple questions with help."),
        CEFR.A2: N_("I manage short exchanges about familiar matters."),
        CEFR.B1: N_("I tell what I did and think, and get through most situations of a journey."),
        CEFR.B2: N_("I discuss my field freely, give a talk, and defend a view."),
        CEFR.C1: N_("I speak fluently without searching for words, and lead a training."),
        CEFR.C2: N_("I speak with every shade of meaning, and can interpret between views."),
    },
    "writing": {
        CEFR.A1: N_("I write a short message and fill in a form with my details."),
        CEFR.A2: N_("I write simple notes and short letters."),
        CEFR.B1: N_("I write connected text about what I know, such as an account of a visit."),
        CEFR.B2: N_("I write clear, detailed reports with reasons for and against."),
        CEFR.C1: N_("I write well-built texts on difficult matters in a fitting style."),
        CEFR.C2: N_("I write demanding reports, laws or articles that read with ease."),
    },
}
