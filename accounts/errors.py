"""What accounts refuses, by code."""

from __future__ import annotations

from core.errors import Conflict, RuleBroken


class CodeTooSoon(RuleBroken):
    code = "code_too_soon"


class CodeGone(RuleBroken):
    code = "phone_code_gone"


class LastOwner(RuleBroken):
    code = "last_owner"


class AlreadyMember(Conflict):
    code = "already_member"


class InvitationGone(RuleBroken):
    code = "invitation_gone"


class RegisteredNameFixed(RuleBroken):
    code = "registered_name_fixed"


class SellerStepRefused(Conflict):
    code = "seller_step_refused"
