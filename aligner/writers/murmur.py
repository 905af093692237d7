"""MurmurHash64A with the seed 0, by which Bitextor names sentences; for no purpose of security."""

from __future__ import annotations

_FACTOR = 0xC6A4A7935BD1E995
_SHIFT = 47
_MASK = (1 << 64) - 1


def murmur_hash(data: bytes) -> int:
    """Return the hash of some bytes, 64 bits wide."""
    value = len(data) * _FACTOR & _MASK
    whole = len(data) & ~7
    for at in range(0, whole, 8):
        block = int.from_bytes(data[at : at + 8], "little") * _FACTOR & _MASK
        block = (block ^ block >> _SHIFT) * _FACTOR & _MASK
        value = (value ^ block) * _FACTOR & _MASK
    if whole < len(data):
        value = (value ^ int.from_bytes(data[whole:], "little")) * _FACTOR & _MASK
    value = (value ^ value >> _SHIFT) * _FACTOR & _MASK
    return value ^ value >> _SHIFT
