"""The API frame: OpenAPI 3.1 from the schemas, problem+json, idempotency keys, cursor paging."""

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from types import MappingProxyType
from typing import Any, Generic, TypeVar, cast

from flask import Flask, Response, current_app, jsonify, request
from flask_smorest import Api, Blueprint
from marshmallow import RAISE, Schema, ValidationError, fields, pre_load, validate, validates_schema
from sqlalchemy import String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base, IdMixin, UtcDateTime, session
from core.errors import InvalidInput, RuleBroken
from core.web.inputs import LARGEST, UNREADABLE, faults_of
from core.web.openapi import Access, complete

Item = TypeVar("Item")
F = TypeVar("F", bound=Callable[..., Any])
MAX_PAGE = 100
ApiBlueprint = Blueprint


class HouseApi(Api):  # type: ignore[misc]  # flask-smorest carries no types
    """flask-smorest with our own error table: it registers none of its handlers."""

    access: Mapping[tuple[str, str], Access] = MappingProxyType({})

    def _register_error_handlers(self) -> None:
        """Errors are answered by core/web/problems.py."""

    def _openapi_json(self) -> Response:
        """The description, with what the schemas do not say (core/web/openapi.py)."""
        return jsonify(complete(self.spec.to_dict(), self.access))


class StrictSchema(Schema):
    """Input of the API: an unknown field is an error, never ignored."""

    class Meta:
        """marshmallow options."""

        unknown = RAISE

    @pre_load
    def refuse_inexact_numbers(self, data: Any, **_about: Any) -> Any:
        """JSON has whole numbers of its own: no text, no fraction, no true for 1."""
        if type(data) is not dict:  # query parameters are text
            return data
        wrong = [
            name
            for name, declared in self.load_fields.items()
            if isinstance(declared, fields.Integer)
            and data.get(declared.data_key or name) is not None
            and type(data[declared.data_key or name]) is not int
        ]
        if wrong:
            raise ValidationError({name: ["Not a valid integer."] for name in wrong})
        return data

    @validates_schema
    def refuse_implausible(self, data: dict[str, Any], **_about: Any) -> None:
        """No number, day or text that no column can hold."""
        if faults := faults_of(data):
            raise ValidationError({name: [code] for name, code in faults.items()})


class CursorArgs(StrictSchema):
    """Paging arguments of a list."""

    cursor = fields.String(load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, MAX_PAGE))


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page of a list and where the next begins."""

    items: list[Item]
    next_cursor: str | None


def encode_cursor(last_id: int) -> str:
    """An opaque cursor."""
    return base64.urlsafe_b64encode(f"v1:{last_id}".encode()).decode().rstrip("=")


def decode_cursor(cursor: str | None) -> int | None:
    """The id inside a cursor.

    Raises:
        InvalidInput: it is not one of ours.
    """
    if cursor is None:
        return None
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        last_id = int(text.removeprefix("v1:"))
    except ValueError as broken:
        raise InvalidInput(fields={"cursor": "invalid"}) from broken
    if encode_cursor(last_id) != cursor or not 0 <= last_id <= LARGEST:
        raise InvalidInput(fields={"cursor": "invalid"})
    return last_id


class IdempotencyRecord(IdMixin, Base):
    """The first answer given to a key; the same key and body get it again for 24 h."""

    __tablename__ = "idempotency_record"
    __table_args__ = (UniqueConstraint("owner", "key"),)
    owner: Mapped[str] = mapped_column(String(80))
    key: Mapped[str] = mapped_column(String(255))
    request_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())


def _request_hash() -> str:
    parts = (request.method, request.path, request.get_data(as_text=True))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _replay(record: IdempotencyRecord, digest: str) -> Response:
    if record.request_hash != digest:
        raise RuleBroken("key_reused")
    answer = Response(record.body, status=record.status, mimetype="application/json")
    answer.headers["Idempotency-Replayed"] = "true"
    return answer


def idempotent(owner: Callable[[], str]) -> Callable[[F], F]:
    """Require an Idempotency-Key; replay the first answer; refuse the key with another body.

    Place it directly under the route and policy decorators, above ``arguments``.
    """

    def decorate(view: F) -> F:
        @wraps(view)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            key = request.headers.get("Idempotency-Key", "")
            if not 0 < len(key) <= 255 or UNREADABLE.search(key):
                raise InvalidInput(fields={"Idempotency-Key": "required"})
            who, digest = owner(), _request_hash()
            same = select(IdempotencyRecord).filter_by(owner=who, key=key)
            known = session().scalar(same)
            if known is not None:
                return _replay(known, digest)
            answer = _as_response(view(*args, **kwargs))
            if answer.status_code < 400:
                _remember(who, key, digest, answer)
            return answer

        wrapper.__dict__["needs_key"] = True
        return cast(F, wrapper)

    return decorate


def _as_response(value: Any) -> Response:
    return current_app.make_response(value)


def _remember(owner: str, key: str, digest: str, answer: Response) -> None:
    session().add(
        IdempotencyRecord(
            owner=owner,
            key=key,
            request_hash=digest,
            status=answer.status_code,
            body=answer.get_data(as_text=True),
            created_at=clock.now(),
        )
    )


def init_api(app: Flask) -> HouseApi:
    """Wire the API frame; config/app.py registers the blueprints."""
    app.config.update(
        API_TITLE="MinNing Select",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api/v1",
        OPENAPI_JSON_PATH="openapi.json",
    )
    return HouseApi(app)
