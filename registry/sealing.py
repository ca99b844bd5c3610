"""Sealing what the audit chain says of a person, under a key of their own (AES-256-GCM)."""

import hashlib
import os
import zlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from registry.errors import DamagedSeal

_NONCE_BYTES = 12  # what GCM is made for; drawn by chance, a key of one person never seals enough to repeat one
_KEY_BITS = 256
# Profiles repeat their field names: the fastest level halves them.
_LEVEL = 1


def new_key() -> bytes:
    """A key by chance, 32 bytes."""
    return AESGCM.generate_key(_KEY_BITS)


def new_subject() -> str:
    """A name by chance that says nothing of whom it stands for, 16 hexadecimal digits."""
    return os.urandom(8).hex()


def seal(key: bytes, text: bytes) -> bytes:
    """A text as nobody without the key can read or change it: nonce, then ciphertext with its tag."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, zlib.compress(text, _LEVEL), None)


def unseal(key: bytes, sealed: bytes) -> bytes:
    """The text again; DamagedSeal when it was changed, or sealed under another key."""
    try:
        packed = AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None)
    except (InvalidTag, ValueError) as fault:
        raise DamagedSeal("what the audit chain holds of a person cannot be opened with their key") from fault
    return zlib.decompress(packed)


def digest(salt: str, id: str) -> str:
    """A salted SHA-256 of an id, to know an erased person by without holding the id."""
    return hashlib.sha256(f"{salt}\n{id}".encode()).hexdigest()
