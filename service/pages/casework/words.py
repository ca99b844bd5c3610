"""How steps, conditions and marks of casework are called on pages; translated where they are shown."""

from collections.abc import Mapping

from registry.domain import MissionState
from registry.domain.mission import Modality
from registry.jobs import JobState
from service.pages.words import N_

S = MissionState

# A step of a mission: what a button says, and what follows from pressing it.
MISSION_STEPS: Mapping[str, tuple[str, str]] = {
    "submit": (N_("Submit the request"), N_("An approver looks at it next.")),
    "resubmit": (N_("Submit the request again"), N_("An approver looks at it next.")),
    "approve": (N_("Approve the request"), N_("The text is fixed as version 1, and a planner can look for people.")),
    "return": (
        N_("Return the request"),
        N_("The requester reads your comment, changes the text and submits it again."),
    ),
    "reject": (N_("Reject the request"), N_("The request ends here. The requester is told why.")),
    "cancel": (N_("Cancel the mission"), N_("The mission ends here. Everybody who takes part is told.")),
    "stand_down": (N_("Stand the mission down"), N_("The mission ends here. Everybody who takes part is told.")),
    "amend": (N_("Amend the request"), N_("A new version is made. Earlier lists no longer hold.")),
    "source": (N_("Look for people"), N_("The mission is yours from now on.")),
    "lock": (N_("Lock the list"), N_("The requester sees the names and chooses.")),
    "offer": (N_("Send the offers"), N_("Everybody chosen is asked, first choices first.")),
    "staff": (N_("Confirm the team"), N_("The requester is told who comes.")),
    "make_ready": (N_("Everything is settled"), N_("The mission can start on its first day.")),
    "start": (N_("Start the mission"), N_("The alternates hear that they are free again.")),
    "end_work": (N_("End the work"), N_("Everybody is asked for an appraisal.")),
    "close": (N_("Close the mission"), N_("The work is written into the profiles of those who served.")),
    "reopen": (N_("Open the list again"), N_("The requester is told. People who are engaged stay engaged.")),
    "give_up": (N_("Give up looking"), N_("The mission ends as unfilled. Everybody who takes part is told.")),
}

# The same of one person on a mission.
PERSON_STEPS: Mapping[str, tuple[str, str]] = {
    "refuse": (N_("Do not choose this person"), N_("The planner is told why.")),
    "confirm": (N_("Confirm this person"), N_("They are told that they are on the mission.")),
    "revoke": (N_("Take the seat back"), N_("The person is told, and the seat is free again.")),
    "miss": (N_("This person did not come"), N_("It stands in the record of the mission.")),
    "curtail": (N_("End this person’s work early"), N_("It stands in the record of the mission.")),
}

# What happened, as a diary says it.
HAPPENED: Mapping[str, str] = {
    "submit": N_("Request submitted"),
    "resubmit": N_("Request submitted again"),
    "approve": N_("Request approved"),
    "return": N_("Request returned with a comment"),
    "reject": N_("Request rejected"),
    "cancel": N_("Mission cancelled"),
    "stand_down": N_("Mission stood down"),
    "amend": N_("Request amended"),
    "source": N_("Search for people began"),
    "lock": N_("List locked"),
    "offer": N_("Offers sent"),
    "staff": N_("Team confirmed"),
    "make_ready": N_("Everything settled"),
    "start": N_("Mission started"),
    "end_work": N_("Work ended"),
    "close": N_("Mission closed"),
    "reopen": N_("List opened again"),
    "give_up": N_("Search given up"),
}

# What comes next, for whoever asked for the mission.
NEXT: Mapping[MissionState, str] = {
    S.DRAFT: N_("Finish the text and submit it."),
    S.SUBMITTED: N_("An approver is looking at it."),
    S.RETURNED: N_("Read the comment, change the text and submit it again."),
    S.APPROVED: N_("A planner will look for people."),
    S.SOURCING: N_("A planner is looking for people."),
    S.SHORTLISTED: N_("Choose from the list."),
    S.OFFERED: N_("People were asked; their answers are awaited."),
    S.STAFFED: N_("The people are found; release and travel are being settled."),
    S.READY: N_("Everything is settled for the first day."),
    S.IN_PROGRESS: N_("The mission is running."),
    S.REPORTING: N_("Say how the people worked."),
    S.CLOSED: N_("Done. See what happened."),
}
ENDED = N_("This request has ended.")

# A condition of a step -> what is still missing where it does not hold.
MISSING: Mapping[str, str] = {
    "never_the_requester": N_("Whoever asked for the mission may not do this."),
    "own_mission": N_("Only whoever asked for the mission may do this."),
    "listed": N_("A seat has nobody on its list."),
    "list_current": N_("The lists are of an earlier version of the mission."),
    "selected": N_("The requester has not chosen yet."),
    "accepted": N_("A seat has too few people who accepted."),
    "proposable": N_("This person cannot be proposed on these dates."),
    "available": N_("Not everybody is confirmed to be available."),
    "certified": N_("Not everybody’s certificates are confirmed."),
    "without_conflict": N_("Conflicts of interest are not ruled out for everybody."),
    "released": N_("An employer has not confirmed the release."),
    "travel": N_("Travel is not arranged for everybody."),
    "inducted": N_("Not everybody had the induction."),
    "started": N_("The first day of the mission has not come."),
    "reported": N_("The report is not handed in."),
}

MODALITIES: Mapping[Modality, str] = {
    Modality.ONSITE: N_("On site"),
    Modality.REMOTE: N_("Remote"),
    Modality.HYBRID: N_("Both"),
}

# What is judged, and what the marks mean.
JUDGED: Mapping[str, str] = {
    "technical_quality": N_("Technical quality"),
    "relevance": N_("Relevance"),
    "delivery": N_("Delivery"),
    "communication": N_("Communication"),
    "teamwork": N_("Teamwork"),
    "timeliness": N_("Timeliness"),
    "knowledge_transfer": N_("Passing on of knowledge"),
    "conduct": N_("Conduct"),
}
MARKS: Mapping[str, str] = {
    "1": N_("poor"),
    "2": N_("weak"),
    "3": N_("good enough"),
    "4": N_("good"),
    "5": N_("excellent"),
}

# How long work stands.
JOB_STATES: Mapping[JobState, str] = {
    JobState.RUNNING: N_("Going on"),
    JobState.DONE: N_("Done"),
    JobState.FAILED: N_("Failed"),
    JobState.CANCELLED: N_("Stopped"),
}
