"""Forms of the finance desk."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

_YUAN = re.compile(r"\d{1,9}(\.\d{1,2})?")


class YuanField(fields.Field[int]):
    """Yuan as people write them (1,680.50), as fen."""

    def _deserialize(
        self,
        value: Any,
        attr: str | None,  # noqa: ARG002  # marshmallow's signature
        data: Mapping[str, Any] | None,  # noqa: ARG002  # marshmallow's signature
        **_kwargs: Any,
    ) -> int:
        plain = str(value).replace(",", "").replace("，", "").strip("¥￥ ")
        if not _YUAN.fullmatch(plain):
            raise ValidationError("invalid_amount")
        return int(Decimal(plain) * 100)


class BankRowForm(Schema):
    booked_on = fields.Date(required=True)
    amount = YuanField(required=True)
    payer = fields.String(required=True, validate=validate.Length(max=120))
    summary = fields.String(load_default="", validate=validate.Length(max=300))
    serial = fields.String(required=True, validate=validate.Length(max=60))


class StatementForm(Schema):
    text = fields.String(required=True, validate=validate.Length(max=1_500_000))


class MatchForm(Schema):
    order = fields.String(required=True, validate=validate.Length(max=40))
    reason = fields.String(required=True, validate=validate.Length(max=200))


class ReasonForm(Schema):
    reason = fields.String(required=True, validate=validate.Length(max=200))


class AnswerForm(Schema):
    answer = fields.String(required=True, validate=validate.Length(max=200))
