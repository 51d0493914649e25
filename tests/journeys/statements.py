"""Counts the statements that are sent to the database."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.engine import Engine

NO_QUESTIONS = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA")
PLACE = r"(?:\?|%\(\w+\)s(?:::[A-Z]+)?)"  # of a value: SQLite's and PostgreSQL's
LIST = re.compile(rf"\({PLACE}(?:, {PLACE})*\)")


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements sent inside, transaction marks left out."""
    sent: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(NO_QUESTIONS):
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def asked(client: FlaskClient, page: str) -> Counter[str]:
    """What a page asks the database once it is warm; a list of values is as long as it likes."""
    client.get(page)
    with counted() as sent:
        assert client.get(page).status_code == 200
    return Counter(LIST.sub("(?)", statement) for statement in sent)
