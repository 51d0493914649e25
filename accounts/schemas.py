"""Shapes of the forms of accounts."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from accounts.rules.permissions import Capacity, LegalForm, Role
from accounts.rules.scopes import Scope
from core.web.fields import YuanField

NAME = validate.Length(min=1, max=60)
ROLES = [role.value for role in Role]


class PhoneForm(Schema):
    phone = fields.String(required=True, validate=validate.Length(max=30))


class CodeForm(Schema):
    code = fields.String(required=True, validate=validate.Length(max=12))


class NameForm(Schema):
    name = fields.String(required=True, validate=NAME)


class ProfileForm(Schema):
    name = fields.String(required=True, validate=NAME)
    email = fields.Email(load_default=None, validate=validate.Length(max=254))


class PasswordForm(Schema):
    current = fields.String(load_default=None)
    password = fields.String(required=True)
    again = fields.String(required=True)


class OrganisationForm(Schema):
    name_zh = fields.String(required=True, validate=validate.Length(max=80))
    name_en = fields.String(load_default="", validate=validate.Length(max=120))
    legal_form = fields.Enum(LegalForm, by_value=True, required=True)
    capacities = fields.List(fields.Enum(Capacity, by_value=True), load_default=list)
    county_code = fields.String(required=True, validate=validate.Length(equal=6))
    uscc = fields.String(load_default="", validate=validate.Length(max=24))
    story_zh = fields.String(load_default="", validate=validate.Length(max=2000))


class OrganisationChangeForm(Schema):
    name_zh = fields.String(load_default=None, validate=validate.Length(max=80))
    uscc = fields.String(load_default="", validate=validate.Length(max=24))
    name_en = fields.String(required=True, validate=validate.Length(max=120))
    story_zh = fields.String(load_default="", validate=validate.Length(max=2000))
    story_en = fields.String(load_default="", validate=validate.Length(max=2000))
    capacities = fields.List(fields.Enum(Capacity, by_value=True), load_default=list)
    min_remaining_pct = fields.Integer(load_default=0, validate=validate.Range(0, 100))
    approval_over_fen = YuanField(load_default=None, data_key="approval_over")
    earmark_pct = fields.Integer(load_default=0, validate=validate.Range(0, 100))
    refuses_alcohol = fields.Boolean(load_default=False)


class CreditForm(Schema):
    payment_days = fields.Integer(required=True, validate=validate.Range(0, 180))


class InvitationForm(Schema):
    sent_to = fields.String(required=True, validate=validate.Length(max=254))
    roles = fields.List(fields.Enum(Role, by_value=True), load_default=list)


class RolesForm(Schema):
    roles = fields.List(fields.Enum(Role, by_value=True), load_default=list)


class SiteForm(Schema):
    name = fields.String(required=True, validate=NAME)
    district_code = fields.String(required=True, validate=validate.Length(equal=6))
    address = fields.String(required=True, validate=validate.Length(max=160))
    receiver = fields.String(required=True, validate=validate.Length(max=40))
    phone = fields.String(required=True, validate=validate.Length(max=30))
    window_from = fields.Time(
        required=True,
        format="%H:%M",
        error_messages={"invalid": "invalid_time", "format": "invalid_time"},
    )
    window_to = fields.Time(
        required=True,
        format="%H:%M",
        error_messages={"invalid": "invalid_time", "format": "invalid_time"},
    )
    needs_inspectors = fields.Integer(load_default=1, validate=validate.Range(1, 3))


class TokenForm(Schema):
    name = fields.String(required=True, validate=NAME)
    scopes = fields.List(fields.Enum(Scope, by_value=True), load_default=list)


class RecommendationForm(Schema):
    note = fields.String(required=True, validate=validate.Length(max=400))
