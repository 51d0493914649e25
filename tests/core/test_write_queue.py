"""Writers of a SQLite file are served in turn, and nobody keeps the turn for ever."""

import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from core import write_queue
from core.db import writing


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    made = create_engine(f"sqlite:///{tmp_path / 'queue.sqlite'}")
    with writing(), made.begin() as connection:
        connection.execute(text("CREATE TABLE counter (n INTEGER)"))
        connection.execute(text("INSERT INTO counter VALUES (0)"))
    yield made
    made.dispose()


def add_one(engine: Engine) -> None:
    with writing(), engine.begin() as connection:
        connection.execute(text("UPDATE counter SET n = n + 1"))


def value(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(text("SELECT n FROM counter")).scalar_one()


def test_writers_wait_for_each_other_and_all_get_their_turn(engine):
    threads = [threading.Thread(target=add_one, args=(engine,)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert value(engine) == 12


def test_a_failed_writer_gives_its_turn_back(engine):
    with pytest.raises(ZeroDivisionError), writing(), engine.begin():
        _ = 1 / 0
    add_one(engine)
    assert value(engine) == 1


def test_a_reader_does_not_queue(engine):
    with writing(), engine.begin() as connection:
        connection.execute(text("UPDATE counter SET n = 5"))
        with writing(False):
            assert value(engine) == 0


def test_a_queue_that_does_not_move_is_said_to_be_busy(engine, monkeypatch):
    monkeypatch.setattr(write_queue, "WAIT_S", 0.05)
    holds, ends = threading.Event(), threading.Event()

    def hold() -> None:
        with writing(), engine.begin():
            holds.set()
            ends.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    holds.wait(10)
    started = time.monotonic()
    with pytest.raises(write_queue.OperationalError, match="locked"):
        add_one(engine)
    assert time.monotonic() - started < 5
    ends.set()
    holder.join()
    add_one(engine)
    assert value(engine) == 1
