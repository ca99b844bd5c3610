"""Every page, with who looks at it: one list, from which pictures are taken."""

from collections.abc import Iterator, Mapping

# Who looks at an empty pool: its first page makes the administrator. Every component is shown there too.
NOBODY_YET = "first"
# Anybody, signed in or not.
ANYBODY = ""

# Who gave a password, and is asked for a code.
CAREFUL = "careful"

# Who -> name of a picture -> address; ids in braces are told by ``tests.browser.world``.
PAGES: Mapping[str, Mapping[str, str]] = {
    NOBODY_YET: {"set-up": "/set-up", "styleguide": "/styleguide"},
    ANYBODY: {
        "home": "/",
        "sign-in": "/sign-in",
        "reset-ask": "/reset/ask",
        "reset": "/reset/x",
        "join": "/join",
        "certificate-ask": "/certificates",
        "certificate-verified": "/certificates/{number}",
        "certificate-unknown": "/certificates/RTCM-2026-ABCDEFGH23456789",
        "not-found": "/nowhere",
    },
    CAREFUL: {"sign-in-code": "/sign-in/code"},
    "newcomer": {"join-profile": "/join/profile"},
    "n1": {"join-consent": "/join/consent"},
    "requester": {
        "home-requester": "/",
        "requests": "/requests",
        "request-listed": "/requests/listed",
        "request-returned": "/requests/returned",
        "request-over": "/requests/over",
        "request-submit": "/requests/v05/steps/submit",
        "request-refuse": "/requests/listed/people/{refusable}/refuse",
        "mission-edit": "/missions/v05/edit",
        "appraisals": "/appraisals",
        "appraisal": "/appraisals/{form}",
    },
    "approver": {
        "approvals": "/approvals",
        "approval": "/approvals/submitted",
        "approval-reject": "/approvals/submitted/steps/reject",
        "approval-in-force": "/approvals/listed",
        "amend": "/approvals/v02/amend",
        "contest": "/contests/{contest}",
        "oversight": "/oversight",
    },
    "planner": {
        "desk": "/desk",
        "missions": "/missions",
        "mission": "/missions/v02",
        "mission-staffed": "/missions/offered",
        "mission-new": "/missions/new",
        "mission-like": "/missions/new?like=v03",
        "seat": "/missions/v03/seats/1",
        "seat-compared": "/missions/v03/seats/1?compare={compared}&whynot=s1&look={first}&stability=true",
        "staffing": "/missions/offered/staffing",
        "staffing-confirm": "/missions/offered/staffing/people/{accepted}/confirm",
        "staffing-close": "/missions/over/staffing/steps/close",
        "staffing-revoke": "/missions/offered/staffing/people/{accepted}/steps/revoke",
        "team": "/missions/v02/team",
        "plan": "/plan",
        "plan-made": "/plan/{plan}",
        "plan-people": "/plan/{plan}?by=people",
        "account": "/account",
    },
    "s1": {
        "cabinet": "/cabinet",
        "profile": "/cabinet/profile",
        "profile-about": "/cabinet/profile/about",
        "profile-skills": "/cabinet/profile/skills",
        "profile-languages": "/cabinet/profile/languages",
        "profile-countries": "/cabinet/profile/countries",
        "profile-background": "/cabinet/profile/background",
        "profile-missions": "/cabinet/profile/missions",
        "profile-publications": "/cabinet/profile/publications",
        "profile-certificates": "/cabinet/profile/certificates",
        "profile-bio": "/cabinet/profile/bio",
        "self-check": "/cabinet/self-check",
        "documents": "/cabinet/documents",
        "times": "/cabinet/times",
        "offers": "/cabinet/offers",
        "offer": "/cabinet/offers/{offer}",
        "offer-accepted": "/cabinet/offers/{taken}",
        "certificates": "/cabinet/certificates",
        "certificate-print": "/cabinet/certificates/{number}",
        "doors": "/cabinet/doors",
        "seen": "/cabinet/seen",
        "rights": "/cabinet/rights",
        "erase": "/cabinet/rights/erase",
    },
    "s2": {"cabinet-plain": "/cabinet", "cabinet-appraisal": "/cabinet/appraisals/{own_form}"},
    "registrar": {
        "applications": "/applications",
        "members": "/members",
        "member-new": "/members/new",
        "member": "/members/s1",
        "member-applying": "/members/n1",
        "member-block": "/members/s1/referral/block",
        "member-verify": "/members/s1/verify/skills/BRD.IBM",
        "duplicates": "/duplicates",
        "duplicate": "/duplicates/s8/s9",
        "duplicate-undo": "/duplicates/s8/s9/undo",
    },
    "certifier": {
        "certifying": "/certifying",
        "certifying-case": "/certifying/cases/{issued}",
        "certifying-waiting": "/certifying/cases/{waiting}",
        "certifying-suspend": "/certifying/cases/{issued}/suspend",
        "sessions": "/certifying/sessions",
        "session-new": "/certifying/sessions/new",
        "outlook": "/certifying/outlook",
        "lineage": "/certifying/lineage",
    },
    "focal": {"organisation": "/organisation", "nominate": "/organisation/nominate"},
    "administrator": {
        "accounts": "/accounts",
        "account-new": "/accounts/new",
        "account-one": "/accounts/planner",
        "account-reset": "/accounts/planner/reset",
        "settings": "/settings",
        "audit": "/audit",
        "mail": "/mail",
        "webhooks": "/webhooks",
        "webhook-remove": "/webhooks/{webhook}/remove",
    },
    "analyst": {
        "coverage": "/explore",
        "training": "/explore/training",
        "network": "/explore/network",
        "network-person": "/explore/network/people/{pseudonym}",
        "network-mission": "/explore/network/missions/over",
        "fairness": "/explore/fairness",
        "funnel": "/explore/funnel",
        "oversight-analyst": "/explore/oversight",
    },
}

# Pages that say that there is nothing, with the status that they have.
REFUSED: Mapping[str, int] = {"not-found": 404, "certificate-unknown": 404}


def looks(ids: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Each page as (who, name of its picture, address)."""
    for who, pages in PAGES.items():
        for name, path in pages.items():
            yield who, name, path.format_map(ids)
