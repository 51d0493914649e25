"""Ports: views and jobs ask for an adapter by its protocol; config/wiring.py provides it."""

from __future__ import annotations

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


def port(protocol: type[T]) -> T:
    """The adapter of ``protocol``.

    Raises:
        PortMissing: config/wiring.py does not provide it.
    """
    try:
        return cast("T", current_app.extensions[KEY][protocol])
    except KeyError as missing:
        raise PortMissing(protocol.__name__) from missing
