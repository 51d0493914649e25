"""Stripe's way to send nested values in a form: `a[b][0][c]=1`; and what it says to nonsense."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

_PART = re.compile(r"\[([^\]]*)\]")


class ApiError(Exception):
    """An error answer in Stripe's shape."""

    def __init__(self, status: int, code: str, message: str, **more: str) -> None:
        super().__init__(message)
        self.status = status
        kind = more.pop("type", "invalid_request_error" if status < 500 else "api_error")
        self.body = {"error": {"type": kind, "code": code, "message": message, **more}}


def read_form(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Turn form pairs into nested mappings and lists.

    Example:
        >>> read_form([("a[b]", "1"), ("c[0]", "x")])
        {'a': {'b': '1'}, 'c': ['x']}
    """
    tree: dict[str, Any] = {}
    for name, value in pairs:
        head = name.split("[", 1)[0]
        path = [head, *_PART.findall(name[len(head) :])]
        node = tree
        for part in path[:-1]:
            node = node.setdefault(part, {})
            if not isinstance(node, dict):
                raise ApiError(400, "parameter_invalid", f"Invalid hash: {name}", param=name)
        node[path[-1]] = value
    return {key: _lists(value) for key, value in tree.items()}


def _lists(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    if node and all(key.isdigit() for key in node):
        return [_lists(node[key]) for key in sorted(node, key=int)]
    return {key: _lists(value) for key, value in node.items()}


def refuse_unknown(form: Mapping[str, Any], known: frozenset[str]) -> None:
    """Refuse parameters that the API does not have (any more)."""
    for name in form:
        if name not in known:
            text = f"Received unknown parameter: {name}"
            raise ApiError(400, "parameter_unknown", text, param=name)


def whole(form: Mapping[str, Any], name: str, *, least: int = 0) -> int:
    """A whole number of the form."""
    value = str(form.get(name, ""))
    if not re.fullmatch(r"\d{1,12}", value):
        raise ApiError(400, "parameter_invalid_integer", f"Invalid integer: {value}", param=name)
    if int(value) < least:
        raise ApiError(400, "parameter_invalid_integer", f"Must be at least {least}", param=name)
    return int(value)


def text(form: Mapping[str, Any], name: str) -> str:
    """A text of the form that must be there."""
    value = form.get(name)
    if not isinstance(value, str) or not value:
        raise ApiError(400, "parameter_missing", f"Missing required param: {name}.", param=name)
    return value
