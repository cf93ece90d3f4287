"""Frames as Arrow tables in the types of the schema: the form both databases take in bulk."""

import pandas as pd
import pyarrow as pa
from sqlalchemy import BigInteger, Column, Date, Double, Integer, Table

from data_access import codes

# BigInteger is an Integer to SQLAlchemy, so it is asked first.
TYPES = ((BigInteger, pa.int64()), (Integer, pa.int32()), (Double, pa.float64()), (Date, pa.date32()))

# What stands for a day that Python's calendar does not reach.
BEYOND = "∞"


def type_of(column: Column) -> pa.DataType:
    """The Arrow type of a column; text where nothing else fits."""
    return next((arrow for sql, arrow in TYPES if isinstance(column.type, sql)), pa.string())


def as_arrow(table: Table, frame: pd.DataFrame) -> pa.Table:
    """The columns of the schema in its order; missing values null. Raises ArrowInvalid for a number that does not fit its column."""
    return pa.table({column.name: _array(frame[column.name], type_of(column)) for column in table.columns})


def python_values(values: pa.Array) -> list[object]:
    """The values in Python's types; nanoseconds, which its calendar does not know, as microseconds."""
    if pa.types.is_timestamp(values.type) and values.type.unit == "ns":
        values = values.cast(pa.timestamp("us", values.type.tz), safe=False)
    try:
        return values.to_pylist()
    except OverflowError:
        return list(map(_python_value, values))


def _python_value(value: pa.Scalar) -> object:
    try:
        return value.as_py()
    except OverflowError:
        return BEYOND


def code_lists(table: Table) -> pa.Table:
    """The bundled code lists as the table of the schema. They are read as they stand: `None` is a name in English, not a null."""
    text = pd.read_csv(codes.FILE, dtype=str, keep_default_na=False)
    text = text.astype(object).where(text != "", None)
    return pa.table({column.name: pa.array(text[column.name], pa.string()).cast(type_of(column)) for column in table.columns})


def _array(values: pd.Series, arrow: pa.DataType) -> pa.Array | pa.ChunkedArray:
    if isinstance(values.dtype, pd.CategoricalDtype):
        places = pa.array(values.cat.codes.to_numpy(), mask=values.isna().to_numpy())
        return pa.DictionaryArray.from_arrays(places, pa.array(values.cat.categories, pa.string()))
    if pa.types.is_date32(arrow):
        return pa.array(values, pa.timestamp("s"), from_pandas=True).cast(arrow)
    return pa.array(values, arrow, from_pandas=True)
