"""Where one can go from everywhere, by office: one line for each place."""

from dataclasses import dataclass

from registry.lifecycle import Office
from service.auth.who import Who
from service.pages.words import N_


@dataclass(frozen=True)
class Entry:
    """A place in the navigation: its path, its name (translated where it is shown), and whose it is.

    Without offices it is for everybody who is signed in; ``public`` for everybody.
    """

    path: str
    name: str
    offices: frozenset[Office] = frozenset()
    public: bool = False

    def open_to(self, who: Who | None) -> bool:
        """Whether somebody sees it."""
        if who is None or self.public:
            return self.public
        return not self.offices or who.holds(*self.offices)

    def holds(self, path: str) -> bool:
        """Whether a page is this place, or lies below it."""
        return path == self.path or (self.path != "/" and path.startswith(f"{self.path}/"))


ENTRIES: tuple[Entry, ...] = (
    Entry("/", N_("Start"), public=True),
    Entry("/desk", N_("My desk"), frozenset({Office.PLANNER})),
    Entry("/cabinet", N_("Your cabinet"), frozenset({Office.SPECIALIST})),
    Entry("/requests", N_("My requests"), frozenset({Office.REQUESTER})),
    Entry("/approvals", N_("Approvals"), frozenset({Office.APPROVER})),
    Entry("/missions", N_("Missions"), frozenset({Office.PLANNER, Office.APPROVER})),
    Entry("/plan", N_("Plan"), frozenset({Office.PLANNER})),
    Entry("/appraisals", N_("Appraisals"), frozenset({Office.REQUESTER, Office.PLANNER, Office.SPECIALIST})),
    Entry("/oversight", N_("Oversight"), frozenset({Office.APPROVER, Office.ANALYST, Office.ADMINISTRATOR})),
    Entry("/applications", N_("Applications"), frozenset({Office.REGISTRAR})),
    Entry("/members", N_("Members"), frozenset({Office.REGISTRAR})),
    Entry("/duplicates", N_("Duplicates"), frozenset({Office.REGISTRAR})),
    Entry("/certifying", N_("Certification"), frozenset({Office.CERTIFIER})),
    Entry("/organisation", N_("Our people"), frozenset({Office.FOCAL_POINT})),
    Entry("/explore", N_("Explore the pool"), frozenset({Office.ANALYST})),
    Entry("/accounts", N_("Accounts"), frozenset({Office.ADMINISTRATOR})),
    Entry("/settings", N_("The service"), frozenset({Office.ADMINISTRATOR})),
    Entry("/account", N_("Your account")),
)


def entries(who: Who | None) -> list[Entry]:
    """The places that somebody sees, in order."""
    return [entry for entry in ENTRIES if entry.open_to(who)]
