"""The pseudonyms made in SQL are those of hmac, whatever an identifier holds, and tell neither the key nor the identifier."""

import hashlib
import hmac

import duckdb
import pytest

from data_access.importing.pseudonyms import key_id, pseudonym, pseudonym_sql, record_key_sql

KEYS = [bytes(range(32)), b"\0" * 32, b"\xff" * 32, b"'; DROP TABLE t --".ljust(32, b"'")]
IDS = [
    "P000107",
    "",
    " ",
    "ä",
    "äö€😀",
    "a\u0308",
    "O'Brien",
    "''",
    '"',
    "\\",
    "|",
    "person|P1",
    "%s{}$1",
    "a\nb\tc",
    "x" * 5000,
    "131052-308T",
    "0",
    "000",
]


def in_sql(expression: str, ids: list[str | None]) -> list[object]:
    """The values of an expression over a column x, in the order of the identifiers."""
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t AS SELECT unnest(range(len($1))) AS n, unnest($1::VARCHAR[]) AS x", [ids])
        return [row[0] for row in connection.execute(f"SELECT {expression} FROM t ORDER BY n").fetchall()]


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("whose", ["person", "worker"])
def test_sql_makes_the_pseudonyms_of_hmac(key: bytes, whose: str) -> None:
    letter = {"person": "P", "worker": "K"}[whose]
    expected = [letter + hmac.new(key, f"{whose}|{one}".encode(), hashlib.sha256).hexdigest()[:24] for one in IDS]
    assert [pseudonym(key, whose, one) for one in IDS] == expected
    assert in_sql(pseudonym_sql(key, whose, "x"), list(IDS)) == expected


@pytest.mark.parametrize("key", KEYS)
def test_a_record_key_is_48_bits_of_a_hash_with_the_key_in_front(key: bytes) -> None:
    secret = hmac.digest(key, b"record key", "sha256").hex()[:32]
    for table in ("client_case", "person", "feedback_answer"):
        expected = [int.from_bytes(hashlib.md5(f"{secret}|{table}|{one}".encode()).digest()[-6:], "little") for one in IDS]
        assert in_sql(record_key_sql(key, table, "x"), list(IDS)) == expected
    assert in_sql(f"typeof({record_key_sql(key, 't', 'x')})", ["x"]) == ["BIGINT"]


def test_a_missing_identifier_stays_missing() -> None:
    for expression in (pseudonym_sql(KEYS[0], "person", "x"), record_key_sql(KEYS[0], "person", "x")):
        assert in_sql(expression, [None, "a"])[0] is None


def test_an_expression_may_be_more_than_a_column() -> None:
    assert in_sql(pseudonym_sql(KEYS[0], "person", "CASE WHEN true THEN x || 'b' END"), ["a"]) == [pseudonym(KEYS[0], "person", "ab")]


def test_another_key_or_another_kind_of_person_gives_another_pseudonym() -> None:
    assert len({pseudonym(key, whose, "1")[1:] for key in KEYS for whose in ("person", "worker")}) == 2 * len(KEYS)


def test_the_name_of_a_key_is_short_and_not_part_of_it() -> None:
    assert len({key_id(key) for key in KEYS}) == len(KEYS)
    assert key_id(KEYS[0]) == hmac.new(KEYS[0], b"key id", hashlib.sha256).hexdigest()[:8]
    assert key_id(KEYS[0]) not in KEYS[0].hex()
