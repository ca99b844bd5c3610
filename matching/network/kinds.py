"""Types of nodes and edges of the expertise network."""

from enum import StrEnum


class NodeKind(StrEnum):
    """What a node stands for."""

    SPECIALIST = "specialist"
    MISSION = "mission"
    COMPETENCE = "competence"
    LANGUAGE = "language"
    COUNTRY = "country"
    ORGANISATION = "organisation"
    COURSE = "course"
    CERTIFICATE = "certificate"


class EdgeKind(StrEnum):
    """How two nodes belong together; the first five lead from a specialist to what a profile states."""

    HELD = "held"
    SPOKE = "spoke"
    SERVED_IN = "served_in"
    EMPLOYED_AT = "employed_at"
    CERTIFIED = "certified"
    SERVED_ON = "served_on"
    ATTENDED = "attended"
    WORKED_WITH = "worked_with"
    TRAINED_BY = "trained_by"
    ABOUT = "about"
    TOOK_PLACE_IN = "took_place_in"
    RAN_FOR = "ran_for"
    TAUGHT = "taught"
    TEACHES = "teaches"
    ATTESTS = "attests"
    BROADER = "broader"


# Kind -> (from, to), what its weight is, and where the fact comes from.
MEANING: dict[EdgeKind, tuple[NodeKind, NodeKind, str, str]] = {
    EdgeKind.HELD: (NodeKind.SPECIALIST, NodeKind.COMPETENCE, "level / 5", "profile"),
    EdgeKind.SPOKE: (NodeKind.SPECIALIST, NodeKind.LANGUAGE, "best ability / 6 (C2 = 6)", "profile"),
    EdgeKind.SERVED_IN: (NodeKind.SPECIALIST, NodeKind.COUNTRY, "months", "profile"),
    EdgeKind.EMPLOYED_AT: (NodeKind.SPECIALIST, NodeKind.ORGANISATION, "1", "profile"),
    EdgeKind.CERTIFIED: (NodeKind.SPECIALIST, NodeKind.CERTIFICATE, "1", "profile"),
    EdgeKind.SERVED_ON: (NodeKind.SPECIALIST, NodeKind.MISSION, "1", "record"),
    EdgeKind.ATTENDED: (NodeKind.SPECIALIST, NodeKind.MISSION, "1", "record"),
    EdgeKind.WORKED_WITH: (NodeKind.SPECIALIST, NodeKind.SPECIALIST, "missions together", "record"),
    EdgeKind.TRAINED_BY: (NodeKind.SPECIALIST, NodeKind.SPECIALIST, "trainings", "record"),
    EdgeKind.ABOUT: (NodeKind.MISSION, NodeKind.COMPETENCE, "1", "record"),
    EdgeKind.TOOK_PLACE_IN: (NodeKind.MISSION, NodeKind.COUNTRY, "1", "record"),
    EdgeKind.RAN_FOR: (NodeKind.MISSION, NodeKind.ORGANISATION, "1", "record"),
    EdgeKind.TAUGHT: (NodeKind.MISSION, NodeKind.COURSE, "1", "record"),
    EdgeKind.TEACHES: (NodeKind.COURSE, NodeKind.COMPETENCE, "1", "vocabulary"),
    EdgeKind.ATTESTS: (NodeKind.CERTIFICATE, NodeKind.COURSE, "1", "vocabulary"),
    EdgeKind.BROADER: (NodeKind.COMPETENCE, NodeKind.COMPETENCE, "1", "vocabulary"),
}
# What once happened stays true; of the others the end counts too.
HAPPENED = frozenset(
    {EdgeKind.SERVED_ON, EdgeKind.ATTENDED, EdgeKind.WORKED_WITH, EdgeKind.TRAINED_BY, EdgeKind.SERVED_IN}
)
