"""Ports: views and jobs ask for an adapter by its protocol; config/wiring.py provides it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar, cast

from flask import Flask, current_app

KEY = "ports"
T = TypeVar("T")


class PortMissing(RuntimeError):
    """No adapter was wired for a protocol."""


def provide(protocol: type[T], instance: T, *, app: Flask | None = None) -> None:
    """Wire ``instance`` as the adapter of ``protocol`` in this app."""
    table: dict[type[Any], Any] = (app or current_app).extensions.setdefault(KEY, {})
    table[protocol] = instance


class _Later:
    """An adapter that is built when it is first asked for, once."""

    def __init__(self, build: Callable[[], Any]) -> None:
        self._build = build
        self._lock = Lock()
        self._built: list[Any] = []

    def get(self) -> Any:
        with self._lock:
            if not self._built:
                self._built.append(self._build())
            return self._built[0]


def provide_later(protocol: type[T], build: Callable[[], T], *, app: Flask | None = None) -> None:
    """Wire an adapter whose libraries are slow to load: ``build`` runs at its first use."""
    table: dict[type[Any], Any] = (app or current_app).extensions.setdefault(KEY, {})
    table[protocol] = _Later(build)


def port(protocol: type[T]) -> T:
    """The adapter of ``protocol``.

    Raises:
        PortMissing: config/wiring.py does not provide it.
    """
    try:
        found = current_app.extensions[KEY][protocol]
    except KeyError as missing:
        raise PortMissing(protocol.__name__) from missing
    return cast("T", found.get() if isinstance(found, _Later) else found)
