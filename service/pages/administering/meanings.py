"""What the settings of the service are called and mean, in words for whoever looks after it."""

from collections.abc import Mapping

from service.pages.words import N_

# Part of the service -> setting -> (what it is called, what it means).
GROUPS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    N_("The service"): {
        "database_url": (N_("Database"), N_("Where the pool is kept: a file, or a database server.")),
        "public_url": (
            N_("Public address"),
            N_(
                "Where browsers reach this service. Links in mails begin with it; with https, cookies are safe as well."
            ),
        ),
        "policies": (N_("Rules of ranking"), N_("The folder of the rules of ranking that somebody approved by name.")),
        "time_zone": (N_("Time zone"), N_("The zone of the times that mails tell.")),
        "actor": (
            N_("Author of changes"),
            N_("Whom the record names for changes that are made at the command line."),
        ),
        "index_file": (
            N_("File of the index"),
            N_("Keeps what is searched, so that a restart is quick and several processes share it."),
        ),
        "development": (
            N_("Pages for engineers"),
            N_("Whether they are served, such as the one with every component."),
        ),
    },
    N_("Signing in"): {
        "second_factor_for": (
            N_("Second factor required"),
            N_("Offices that can do nothing before they have set up a second factor."),
        ),
        "factor_key_file": (
            N_("Key of second factors"),
            N_("The file with the key that seals their secrets in the database; without it they are not sealed."),
        ),
        "set_up_code": (
            N_("Code of the first set-up"),
            N_("Asked of whoever makes the first account; without it, one stands in the log of the server."),
        ),
        "oidc_issuer": (
            N_("Another sign-in provider"),
            N_("A provider (OpenID) by which people sign in too; without it, nobody does."),
        ),
        "oidc_client_id": (N_("Name at that provider"), N_("The name by which the provider knows this service.")),
        "oidc_client_secret": (N_("Secret at that provider"), N_("The secret that goes with that name.")),
    },
    N_("Mail"): {
        "mail_from": (N_("Sender"), N_("The address that mails come from; without it no mail is sent.")),
        "smtp_host": (N_("Mail server"), N_("The server that sends mails; without it no mail is sent.")),
        "smtp_port": (N_("Port of the mail server"), N_("The door at which it answers.")),
        "smtp_user": (N_("Name at the mail server"), N_("Who signs in there; without it, nobody.")),
        "smtp_password": (N_("Password at the mail server"), N_("The password that goes with that name.")),
        "smtp_starttls": (
            N_("Encryption required"),
            N_("Whether a connection to the mail server without encryption (TLS) is refused."),
        ),
        "secret_key": (
            N_("Key of links in mails"),
            N_("What links in mails are signed with, 32 characters or more; without it no mail is sent."),
        ),
        "secret_key_file": (N_("File of that key"), N_("A file that holds the key, in place of the setting before.")),
    },
}
