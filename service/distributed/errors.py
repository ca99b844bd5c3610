"""What can go wrong between machines."""


class SchedulerUnavailable(Exception):
    """The scheduler cannot be reached or was lost, or it has no workers; nothing was written."""
