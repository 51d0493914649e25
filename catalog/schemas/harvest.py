"""The form of a harvest that comes in: a lot, and whether more of the week will come."""

from __future__ import annotations

from marshmallow import fields

from catalog.schemas.forms import LotForm


class HarvestForm(LotForm):
    class Meta:
        exclude = ("spec",)

    is_last = fields.Boolean(load_default=False)
