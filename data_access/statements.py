"""The SQL of the gate, built from tallies: the same SQLAlchemy Core for DuckDB and PostgreSQL, always with the row rule in it."""

from sqlalchemy import ColumnElement, Select, Table, Text, and_, case, cast, column, func, literal, or_, select, values
from sqlalchemy.sql.selectable import FromClause

from data_access.privacy import profile_of
from data_access.schema import METADATA
from data_access.scope import Viewer, row_rule
from data_access.tally import MONTH, QUARTER, YEAR, Clock, Tally, Test, Where

TIME = "time"
HIT = "_hit"
PERSON = "_person"


def counted(tally: Tally, viewer: Viewer) -> Select:
    """Counts (`n`) and sums of record keys (`key`) by cell; with hits the numerator is one more cell column."""
    table = METADATA.tables[tally.table]
    hit = [case((and_(*(_test(table, where) for where in tally.hits)), "yes"), else_="no").label(HIT)] if tally.hits else []
    unit = [_person(table), table.c.person_key.label("unit_key")] if tally.person else [table.c.record_key.label("unit_key")]
    siblings = not profile_of(viewer).exact
    facts = _facts(tally, viewer, [*hit, *unit], siblings=siblings)
    units = (facts.distinct() if tally.person else facts).subquery()
    cells = [item for item in units.c if item.name not in (PERSON, "unit_key")]
    key = func.coalesce(func.sum(units.c.unit_key), 0).label("key")
    return select(*cells, func.count().label("n"), key).group_by(*cells).order_by(*cells)


def listed(tally: Tally, viewer: Viewer) -> Select:
    """How often (`times`) each value (`number`) occurs by cell, with the filters in force."""
    number = METADATA.tables[tally.table].c[tally.value].label("number")
    facts = _facts(tally, viewer, [number], siblings=False).where(number.element.is_not(None)).subquery()
    cells = list(facts.c)
    return select(*cells, func.count().label("times")).group_by(*cells).order_by(*cells)


def summed(table: Table, tally: Tally) -> Select:
    """Sums of a public table by the columns asked and the month of the figure."""
    number, month = table.c[tally.value], table.c[tally.date]
    keys = [table.c[name] for name in tally.by]
    missing = func.sum(case((number.is_(None), 1), else_=0)).label("missing")
    statement = select(*keys, month.label("period_month"), func.sum(number).label("number"), missing)
    rules = [*(_test(table, where) for where in tally.where), *(table.c[name] == value for name, value in tally.only)]
    return statement.where(*rules).group_by(*keys, month).order_by(*keys, month)


def _facts(tally: Tally, viewer: Viewer, more: list[ColumnElement], *, siblings: bool) -> Select:
    """The rows the viewer may see, with the time label, the cell columns and `more`; filters only where no sibling is needed."""
    table = METADATA.tables[tally.table]
    source, time, inside = _timed(table, tally)
    cells = [*([time.label(TIME)] if tally.time else []), *(_code(table, name) for name in tally.columns)]
    rules = [row_rule(table, viewer), *inside, *(_test(table, where) for where in tally.where)]
    if not siblings:
        rules += [_code(table, name) == value for name, value in tally.only]
    return select(*cells, *more).select_from(source).where(*rules)


def _person(table: Table) -> ColumnElement:
    """What tells persons apart: the pseudonym in the table of cases, and its hash of 48 bits where rows only point to a case."""
    return (table.c.person_id if "person_id" in table.c else table.c.person_key).label(PERSON)


def _code(table: Table, name: str) -> ColumnElement[str]:
    """A cell column as codes: a number that is broken down by, such as an answer of 1 to 5, is a code like any other."""
    item = table.c[name]
    return item if isinstance(item.type, Text) else cast(item, Text).label(name)


def _timed(table: Table, tally: Tally) -> tuple[FromClause, ColumnElement, list[ColumnElement]]:
    """The table against its calendar: what to read, the label of time, and the condition of being in time at all."""
    start = table.c[tally.date]
    if tally.clock is Clock.AT:
        return table, _label(start, tally.time), [start.is_not(None)]
    calendar = values(column("label", Text), column("first", Text), column("last", Text), name="calendar").data(
        [(bucket.label, bucket.first, bucket.last) for bucket in tally.buckets]
    )
    end = table.c[tally.until]
    still = end > calendar.c.last if tally.clock is Clock.AT_END else end >= calendar.c.first
    spell = and_(start <= calendar.c.last, or_(end.is_(None), still))
    return table.join(calendar, spell), calendar.c.label, []


def _label(month: ColumnElement, grain: str) -> ColumnElement:
    """A month as the label of its bucket: 2025-03, 2025-Q1 or 2025."""
    if grain == MONTH or not grain:
        return month
    year = func.substr(month, 1, 4)
    if grain == YEAR:
        return year
    assert grain == QUARTER
    number = func.substr(month, 6, 2)
    return year + literal("-Q") + case((number <= "03", "1"), (number <= "06", "2"), (number <= "09", "3"), else_="4")


def _test(table: Table, where: Where) -> ColumnElement[bool]:
    """A condition as SQL."""
    item = table.c[where.column]
    if where.test is Test.PRESENT:
        return item.is_not(None)
    if where.test is Test.MISSING:
        return item.is_(None)
    allowed = [item.type.python_type(value) for value in where.values]
    return item.in_(allowed) if where.test is Test.IN else item.not_in(allowed)
