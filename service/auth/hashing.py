"""Hashes of passwords: Argon2id, and the same work whether there is an account or not."""

from functools import cached_property

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

# Twice what OWASP's cheat sheet on storing passwords asks for at least (46 MiB, one pass, one lane).
MEMORY_KIB, PASSES, LANES = 47_104, 2, 1
_NOBODYS = "a password that nobody has"


def argon2(memory_kib: int = MEMORY_KIB, passes: int = PASSES) -> PasswordHash:
    """Argon2id with these costs."""
    return PasswordHash((Argon2Hasher(time_cost=passes, memory_cost=memory_kib, parallelism=LANES),))


class Hasher:
    """Makes and checks hashes of passwords; every check is one verification, also where there is nothing to check."""

    def __init__(self, passwords: PasswordHash | None = None) -> None:
        self._passwords = passwords or argon2()

    @cached_property
    def _nobodys(self) -> str:
        return self._passwords.hash(_NOBODYS)

    def hash(self, password: str) -> str:
        """The hash of a password, with its salt and costs."""
        return self._passwords.hash(password)

    def right(self, password: str, kept: str | None) -> bool:
        """Whether a password is the one of which a hash is kept; never where none is, after the same work."""
        nobodys = self._nobodys  # made by the first who comes, whoever that is
        found = self._passwords.verify(password, kept or nobodys)
        return found and kept is not None
