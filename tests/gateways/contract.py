"""Checks a request against the SDK's own types: unknown names, wrong kinds, missing fields.

The SDK ships a TypedDict for every request of the API version it speaks. Walking them finds what
no stateless mock finds: a parameter that was removed, a float in an amount, a misspelt option.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal, Union, get_args, get_origin

import typing_extensions

OPTIONAL = (typing.NotRequired, typing_extensions.NotRequired)
Check = Callable[[Any, Any, type, str], Iterator[str]]


def breaches(params: Mapping[str, Any], schema: type) -> list[str]:
    """Everything in `params` that the request type does not allow; empty if nothing."""
    return list(_dict(params, schema, ""))


def _fields(schema: type) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for base in reversed(schema.__mro__ if hasattr(schema, "__mro__") else [schema]):
        fields.update(getattr(base, "__annotations__", {}))
    for base in getattr(schema, "__orig_bases__", ()):
        if hasattr(base, "__annotations__") and base.__name__ != "RequestOptions":
            fields = {**base.__annotations__, **fields}
    return fields


def _resolve(kind: Any, schema: type) -> Any:
    names = vars(__import__(schema.__module__, fromlist=["x"])) | vars(typing)
    while True:
        if isinstance(kind, typing.ForwardRef):
            kind = kind.__forward_arg__
        elif isinstance(kind, str):
            kind = eval(kind, names)  # the SDK's own annotations
        elif get_origin(kind) in OPTIONAL:
            kind = get_args(kind)[0]
        else:
            return kind


def _dict(value: Mapping[str, Any], schema: type, path: str) -> Iterator[str]:
    fields = _fields(schema)
    for name, inner in value.items():
        if name not in fields:
            yield f"{path}{name}: unknown"
        else:
            yield from _value(inner, _resolve(fields[name], schema), schema, f"{path}{name}")
    for name in getattr(schema, "__required_keys__", ()):
        if name not in value:
            yield f"{path}{name}: missing"


def _value(value: Any, kind: Any, schema: type, path: str) -> Iterator[str]:
    if typing_extensions.is_typeddict(kind):
        yield from _mapping(value, kind, path)
        return
    check = CHECKS.get(get_origin(kind), _plain)
    yield from check(value, kind, schema, path)


def _mapping(value: Any, kind: type, path: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from _dict(value, kind, f"{path}.")
    else:
        yield f"{path}: not a mapping"


def _union(value: Any, kind: Any, schema: type, path: str) -> Iterator[str]:
    """One arm must fit; `Literal[...] | str` is as strict as its literals."""
    arms = [_resolve(arm, schema) for arm in get_args(kind)]
    has_literal = any(get_origin(arm) is Literal for arm in arms)
    arms = [arm for arm in arms if "UntypedStripeObject" not in repr(arm)]
    found = [
        list(_value(value, arm, schema, path)) for arm in arms if not (has_literal and arm is str)
    ]
    if all(found):
        yield from max(found, key=len)


def _literal(value: Any, kind: Any, _schema: type, path: str) -> Iterator[str]:
    if value not in get_args(kind):
        yield f"{path}: {value!r} is not one of {get_args(kind)}"


def _list(value: Any, kind: Any, schema: type, path: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{path}: not a list"
        return
    for number, item in enumerate(value):
        yield from _value(item, _resolve(get_args(kind)[0], schema), schema, f"{path}[{number}]")


def _text_to_text(value: Any, _kind: Any, _schema: type, path: str) -> Iterator[str]:
    pairs = value.items() if isinstance(value, Mapping) else [(value, value)]
    if not all(isinstance(part, str) for pair in pairs for part in pair):
        yield f"{path}: not text to text"


def _plain(value: Any, kind: Any, _schema: type, path: str) -> Iterator[str]:
    is_wrong_bool = kind is int and isinstance(value, bool)
    if isinstance(kind, type) and (not isinstance(value, kind) or is_wrong_bool):
        yield f"{path}: {value!r} is not {kind.__name__}"


CHECKS: dict[Any, Check] = {
    Union: _union,
    types.UnionType: _union,
    Literal: _literal,
    list: _list,
    dict: _text_to_text,
}
