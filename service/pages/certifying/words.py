"""How a certifier's steps read."""

from collections.abc import Mapping

from service.pages.stepping import StepWords
from service.pages.words import N_

STEPS: Mapping[str, StepWords] = {
    "enrol": StepWords(
        N_("Take into training"),
        N_("Take %(name)s into the training?"),
        N_("The application is accepted; they are told."),
        "",
    ),
    "assess": StepWords(
        N_("Assess"),
        N_("How did %(name)s do?"),
        N_("The result of the assessment is kept with your name. Only what was passed can be issued."),
        "",
    ),
    "issue": StepWords(
        N_("Issue the certificate"),
        N_("Issue the certificate of %(name)s?"),
        N_("It is valid from today and gets a number by which anybody can check it. They are told."),
        "",
    ),
    "renew": StepWords(
        N_("Renew"),
        N_("Renew the certificate of %(name)s?"),
        N_("A new one is issued and linked to this one. It asks for what keeps a certificate."),
        "",
    ),
    "suspend": StepWords(
        N_("Suspend"),
        N_("Suspend the certificate of %(name)s?"),
        N_("It does not count until it is reinstated. Its public page says so. They are told."),
        "danger",
    ),
    "reinstate": StepWords(
        N_("Reinstate"),
        N_("Reinstate the certificate of %(name)s?"),
        N_("It counts again until its last day. They are told."),
        "",
    ),
    "revoke": StepWords(
        N_("Revoke"),
        N_("Revoke the certificate of %(name)s?"),
        N_("It no longer counts, and its public page says so. This cannot be taken back. They are told."),
        "danger",
    ),
}
