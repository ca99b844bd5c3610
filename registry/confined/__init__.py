"""Files of other programs, parsed by ``python -m registry.confined`` in a process of its own, with limits."""
