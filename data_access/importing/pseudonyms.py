"""Pseudonyms of the identifiers of a delivery, in Python and as the same in SQL, and record keys. Without the key nobody can make them."""

import hmac

BLOCK = 64  # bytes, of SHA-256
LETTERS = {"person": "P", "worker": "K"}
DIGITS, KEY_BITS = 24, 48


def pseudonym(key: bytes, whose: str, identifier: str) -> str:
    """The pseudonym of a person or a worker: a letter and 96 bits of HMAC-SHA256."""
    return LETTERS[whose] + hmac.digest(key, f"{whose}|{identifier}".encode(), "sha256").hex()[:DIGITS]


def pseudonym_sql(key: bytes, whose: str, expression: str) -> str:
    """`pseudonym` as a DuckDB expression; null stays null."""
    return f"('{LETTERS[whose]}' || left({_hmac_sql(key, whose, expression)}, {DIGITS}))"


def record_key_sql(key: bytes, table: str, expression: str) -> str:
    """The key by which counts with a record in them are rounded, as a DuckDB expression of its identity: 48 bits as a BIGINT; null stays null.

    One MD5 of a secret, the table and the identity, for there are ten million records. It spreads them evenly and hides nothing: the identity
    stands in the same row or, of a person, in that of the case. Without the secret, 128 bits of HMAC-SHA256, nobody can choose identities that round
    as they like.
    """
    start = hmac.digest(key, b"record key", "sha256").hex()[:32]  # so short that an identity fits into the same block
    return f"CAST(md5_number('{start}|{table}|' || {expression}) >> {128 - KEY_BITS} AS BIGINT)"


def key_id(key: bytes) -> str:
    """Which key it is, without telling the key: 8 hexadecimal digits."""
    return hmac.digest(key, b"key id", "sha256").hex()[:8]


def _hmac_sql(key: bytes, prefix: str, expression: str) -> str:
    inner, outer = (bytes(byte ^ pad for byte in key.ljust(BLOCK, b"\0")).hex() for pad in (0x36, 0x5C))
    return f"sha256(unhex('{outer}') || unhex(sha256(unhex('{inner}') || encode('{prefix}|' || {expression}))))"
