"""What can go wrong with a contract; the words for the codes are in `views/words.py`."""

from __future__ import annotations

from core.errors import Conflict, InvalidInput, NotFound, RuleBroken


class ContractNotFound(NotFound): ...


class IllegalMove(Conflict): ...


class ContentChanged(Conflict): ...


class BadSchedule(InvalidInput): ...


class BadDraft(InvalidInput): ...


class BadCallOff(InvalidInput): ...


class MayNotApprove(RuleBroken): ...


class MayNotSign(RuleBroken): ...


class SupplyTooSmall(RuleBroken): ...


class WrongPin(InvalidInput): ...


class SignedIsFinal(RuleBroken): ...


class DocumentBroken(RuleBroken): ...


class NotSetUp(RuleBroken): ...


class NotInForce(RuleBroken): ...


class VolumeCapExceeded(RuleBroken): ...
