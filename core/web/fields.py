"""Fields of forms that several packages ask for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, fields

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
