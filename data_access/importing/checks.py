"""What must hold in the rows of a table beyond the values themselves, as SQL over the typed row that is true where it is broken."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Table

from data_access.codes import Code, codes
from data_access.fields import field
from data_access.importing.contract import BEFORE_REFERRAL, FUTURE, ONLY_WHEN_CLOSED, ORDER, ROW_DATE, allowed, inputs, is_identity
from data_access.importing.formats import NO_VALUE, ROUNDED
from data_access.importing.personal import free_text_sql, named_sql, personal_sql
from data_access.importing.typed import Typed
from data_access.importing.work import literal, name, text

Words = Callable[[dict[str, object]], dict[str, str]]

CASE_ASIDE = "case_aside"


def no_words(row: dict[str, object]) -> dict[str, str]:
    """What a sentence without words of its own says."""
    return {}


@dataclass(frozen=True)
class Check:
    """A rule as SQL over the typed row: `wrong` is true where it is broken. `words` makes what the sentence says from the row's `needs`."""

    column: str
    rule: str
    wrong: str
    needs: tuple[str, ...] = ()
    words: Words = no_words


def checks_of(typed: Typed, day: date) -> list[Check]:
    """All checks of a table on the day of import."""
    table = typed.table
    found = [*_required(typed), *_personal(typed), *_order(table), *_validity(table), *_open_cases(table), *_caseless(typed)]
    return [*found, *_answers(table), *_future(table, day), *_of_case(table)]


def refers(table: Table) -> bool:
    return table.name != "client_case" and "case_id" in inputs(table)


def _required(typed: Typed) -> list[Check]:
    wanted = [one.name for one in inputs(typed.table).values() if field(one).required]
    return [Check(one, "required", _missing(typed, one)) for one in wanted]


def _missing(typed: Typed, column: str) -> str:
    """A value that was refused is not missing: one mistake gives one problem."""
    unless = f" AND {name('_f_' + column)} IS NULL" if column in typed.faulty else ""
    return f"({name(column)} IS NULL{unless})"


def _personal(typed: Typed) -> list[Check]:
    """Identifiers that hold somebody's identity, or are none. Values of the other columns were judged one by one."""
    table = typed.table
    ids = [one.name for one in inputs(table).values() if is_identity(table, one) and one.name not in typed.simple]
    return [
        check
        for one in ids
        for check in (
            Check(one, "nul_byte", f"contains({name(one)}, chr(0))"),
            Check(one, "personal_value", f"{personal_sql(name(one))} OR {free_text_sql(name(one))} OR {named_sql(name(one))}"),
            Check(one, "id_digits", f"regexp_full_match({name(one)}, {text(ROUNDED)})"),
            Check(one, "cell_error", f"regexp_full_match({name(one)}, {text(NO_VALUE)})"),
        )
    ]


def _order(table: Table) -> list[Check]:
    """A date may not come before the first known of the dates it follows."""
    found = []
    for later, earlier in ORDER.get(table.name, {}).items():
        known = f"coalesce({', '.join(map(name, earlier))})"
        found.append(Check(later, "date_order", f"{name(later)} < {known}", earlier, _first_known(earlier)))
    return found


def _first_known(names: tuple[str, ...]) -> Words:
    return lambda row: {"first": next(one for one in names if row[one] is not None)}


def _validity(table: Table) -> list[Check]:
    """Codes that existed only for a time must be in use on the row's own date."""
    when = ROW_DATE.get(table.name)
    if when is None:
        return []
    columns = [one.name for one in inputs(table).values() if field(one).kind == "code"]
    limited = {one: {code: entry for code, entry in allowed(table.name, one).items() if entry.valid_from or entry.valid_to} for one in columns}
    return [
        Check(one, "code_not_valid", _out_of_use(one, when, entries), (when,), _validity_words(one, when, entries))
        for one, entries in limited.items()
        if entries
    ]


def _out_of_use(column: str, when: str, entries: dict[str, Code]) -> str:
    tests = []
    for code, entry in entries.items():
        limits = [f"{name(when)} < {literal(entry.valid_from)}"] if entry.valid_from else []
        limits += [f"{name(when)} > {literal(entry.valid_to)}"] if entry.valid_to else []
        tests.append(f"({name(column)} = {text(code)} AND ({' OR '.join(limits)}))")
    codes_ = ", ".join(map(text, entries))
    return f"({name(column)} IN ({codes_}) AND ({' OR '.join(tests)}))"


def _validity_words(column: str, when: str, entries: dict[str, Code]) -> Words:
    def words(row: dict[str, object]) -> dict[str, str]:
        entry = entries[str(row[column])]
        return {"when": when, "valid": f"{entry.valid_from or ''}–{entry.valid_to or ''}"}

    return words


def _open_cases(table: Table) -> list[Check]:
    if table.name != "client_case":
        return []
    return [Check(one, "open_case", f"closed_date IS NULL AND {name(one)} IS NOT NULL", ("closed_date",)) for one in ONLY_WHEN_CLOSED]


def _caseless(typed: Typed) -> list[Check]:
    """Where the case is not given, the team places the row."""
    wanted = inputs(typed.table)
    if "case_id" not in wanted or field(wanted["case_id"]).required or "team_id" not in wanted:
        return []
    return [Check("team_id", "team_or_case", f"(case_id IS NULL AND {_missing(typed, 'team_id')})", ("case_id",))]


def _answers(table: Table) -> list[Check]:
    """An answer must be on the scale of its own item."""
    if table.name != "feedback_answer":
        return []
    scale = {code: entry.detail.split(",") for code, entry in codes("feedback_item").items() if entry.detail}
    tests = " OR ".join(f"(item = {text(code)} AND (value < {low} OR value > {high}))" for code, (low, high) in scale.items())
    return [Check("value", "range", tests, ("item",), lambda row: dict(zip(("low", "high"), scale[str(row["item"])], strict=True)))]


def _future(table: Table, day: date) -> list[Check]:
    """What has happened cannot lie after the day of import; a planned event may."""
    planned = {"case_event": " AND coalesce(status, 'held') <> 'planned'"}.get(table.name, "")
    needs = ("status",) if planned else ()
    words: Words = lambda row: {"date": day.isoformat()}  # noqa: E731
    return [Check(one, "future", f"({name(one)} > {literal(day)}{planned})", needs, words) for one in FUTURE.get(table.name, ())]


def _of_case(table: Table) -> list[Check]:
    """The case a row names is there and was not set aside, and what happened to it did not happen before it was referred.

    The row is joined to its case: `_case` is its id, `_referred` its day of referral, `_aside` whether it was set aside."""
    if not refers(table):
        return []
    found = [
        Check("case_id", "reference", "case_id IS NOT NULL AND _case IS NULL", (), lambda row: {"target": "client_case.csv"}),
        Check("case_id", CASE_ASIDE, "coalesce(_aside, false)"),
    ]
    when, but = BEFORE_REFERRAL.get(table.name, ("", ()))
    if when:
        needs = ("event_code",) if but else ()
        except_ = f" AND event_code NOT IN ({', '.join(map(text, but))})" if but else ""
        found.append(Check(when, "before_referral", f"({name(when)} < _referred{except_})", needs))
    return found
