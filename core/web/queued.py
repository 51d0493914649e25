"""Answers for a phone that keeps its actions until it has a network again.

A refusal is final: the phone shows its words and does not send the action again. Anything else
that is not a success (no network, a restart, a lost session) leaves the action in the queue.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Response, jsonify, request
from marshmallow import EXCLUDE, Schema, ValidationError

from core import unit_of_work
from core.errors import DomainError, InvalidInput
from core.web.field_errors import code_of
from core.web.problems import status_of
from core.web.words import sentence

View = TypeVar("View", bound=Callable[..., Any])


def load_action(schema: Schema) -> dict[str, Any]:
    """Read one posted action.

    Raises:
        InvalidInput: with a code per field.
    """
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise InvalidInput("bad_request")
    try:
        return cast("dict[str, Any]", schema.load(body, unknown=EXCLUDE))
    except ValidationError as refused:
        messages = cast("dict[str, Any]", refused.messages)
        raise InvalidInput(fields={n: code_of(m) for n, m in messages.items()}) from refused


def answers_queue(view: View) -> View:
    """A refused action is answered with its words; nothing of it is kept."""

    @wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        try:
            return jsonify(view(*args, **kwargs))
        except DomainError as refused:
            unit_of_work.finish(is_kept=False)
            return refusal(refused)

    return cast(View, wrapper)


def refusal(refused: DomainError) -> Response:
    """The words of a refusal: those of its first field, else its own."""
    fields = refused.fields if isinstance(refused, InvalidInput) else {}
    code = next(iter(fields.values()), refused.code)
    words = sentence(code, refused.context)
    answer = jsonify({"is_final": True, "code": code, "words": words})
    answer.status_code = status_of(refused)
    return answer
