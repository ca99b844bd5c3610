"""Processes of their own for tests: forked from one that has loaded everything, so that none waits for imports."""

import multiprocessing
from multiprocessing.context import ForkServerContext

_WHERE_THEIR_WORK_STANDS = ["tests.registry.test_backup", "tests.registry.test_store"]


def forking() -> ForkServerContext:
    """How such processes are started; they share nothing with the test but what they are handed."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_WHERE_THEIR_WORK_STANDS)
    return context
