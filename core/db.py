"""The database: typed base, UTC instants, conditional updates, id-ordered locks.

Two databases are real: SQLite (WAL, ``BEGIN IMMEDIATE`` for writers) and PostgreSQL.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from sqlite3 import Connection as SqliteConnection
from typing import Any, TypeVar, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Connection,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    Integer,
    MetaData,
    String,
    event,
    literal_column,
    select,
    text,
    update,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator

from core import write_queue
from core.errors import DomainError
from core.refs import REF_LENGTH, new_ref

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
PRAGMAS = ("foreign_keys=ON", "journal_mode=WAL", "busy_timeout=15000", "synchronous=FULL")
BigId = BigInteger().with_variant(Integer, "sqlite")
JSONValue = JSON

_writing: ContextVar[bool] = ContextVar("writing", default=False)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, kept as UTC; a naive value is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database: UTC, without offset where the database keeps none."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive instant is refused: give it an offset")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """From the database: always aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The typed base of every table."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 -- SQLAlchemy's own protocol
        datetime: UtcDateTime(),
        int: BigInteger().with_variant(Integer, "sqlite"),
        dict[str, Any]: JSON(),
        list[Any]: JSON(),
    }


class IdMixin:
    """An internal id; never shown."""

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)


class RefMixin:
    """A random public reference."""

    ref: Mapped[str] = mapped_column(String(REF_LENGTH), unique=True, default=new_ref)


class CreatedMixin:
    """When the row was made; the service passes it."""

    created_at: Mapped[datetime] = mapped_column(UtcDateTime())


class Counter(Base):
    """Printed numbers: one row a series, taken by one statement."""

    __tablename__ = "counter"
    series: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[int]


db = SQLAlchemy(
    metadata=Base.metadata, session_options={"join_transaction_mode": "create_savepoint"}
)
M = TypeVar("M", bound=Base)


def session() -> Session:
    """The session of the present unit of work."""
    return cast(Session, db.session())


@contextmanager
def writing(is_writing: bool = True) -> Iterator[None]:
    """Transactions that begin inside the block take the write lock at once (SQLite)."""
    token = _writing.set(is_writing)
    try:
        yield
    finally:
        _writing.reset(token)


@event.listens_for(Engine, "connect")
def _set_pragmas(connection: Any, _record: Any) -> None:
    if not isinstance(connection, SqliteConnection):
        return
    connection.isolation_level = None  # we say BEGIN ourselves, see _begin
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    if _writing.get():
        write_queue.enter(connection)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


def update_where(model: type[Base], *conditions: ColumnElement[bool], **values: Any) -> int:
    """ONE conditional UPDATE; the answer is how many rows it changed.

    The only way a stored counter (stock, volume, credit) changes: the condition and the
    change are one statement, so two writers cannot both pass.
    """
    statement = update(model).where(*conditions).values(**values)
    result = cast("CursorResult[Any]", session().execute(statement))
    return result.rowcount


def require_one(rowcount: int, error: DomainError) -> None:
    """Raise ``error`` unless exactly one row was changed."""
    if rowcount != 1:
        raise error


def lock_rows(model: type[M], ids: Sequence[int], *, is_shared: bool = False) -> list[M]:
    """Load rows in id order and lock them where the database can.

    For ``services/locks.py`` only. SQLite ignores row locks: a writer there holds the
    whole database already. Rows that this session saw before are read again: whoever had
    the lock before us may have changed them. A shared lock only keeps others from changing
    the rows; many may hold it at once.
    """
    identity: Any = model.__mapper__.primary_key[0]
    statement = select(model).where(identity.in_(sorted(set(ids)))).order_by(identity)
    locked = statement.with_for_update(read=is_shared).execution_options(populate_existing=True)
    return list(session().scalars(locked))


def next_number(series: str) -> int:
    """The next printed number of a series, without gaps among committed rows."""
    statement = text(
        "INSERT INTO counter (series, value) VALUES (:series, 1) "
        "ON CONFLICT (series) DO UPDATE SET value = counter.value + 1 RETURNING value"
    )
    return int(session().execute(statement, {"series": series}).scalar_one())


def database_epoch() -> ColumnElement[int]:
    """The database's own clock in whole seconds; leases use it."""
    if session().get_bind().dialect.name == "sqlite":
        return literal_column("CAST(strftime('%s', 'now') AS INTEGER)", BigInteger())
    return literal_column("CAST(extract(epoch FROM clock_timestamp()) AS BIGINT)", BigInteger())
