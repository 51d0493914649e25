"""What can be refused in the shop. Words for the codes stand in `shop/views/words.py`."""

from __future__ import annotations

from core.errors import Conflict, NotFound, RuleBroken


class BasketEmpty(RuleBroken):
    def __init__(self) -> None:
        super().__init__("basket_empty")


class CannotOrder(RuleBroken):
    """One line cannot be ordered now: not on sale, wrong quantity, age not confirmed."""

    def __init__(self, reason: str, *, listing_ref: str = "", **context: object) -> None:
        super().__init__(reason, listing_ref=listing_ref, **context)


class OrderNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("order_not_found")


class LineNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("line_not_found")


class AddressNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("address_not_found")


class BasketNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("basket_not_found")


class IllegalMove(Conflict):
    """The thing is not in a state from which this step is possible."""

    def __init__(self, machine: str, current: str, wanted: str) -> None:
        super().__init__("order_step_refused", machine=machine, current=current, wanted=wanted)


class CannotCancel(Conflict):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)


class CannotDecline(Conflict):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)


class OrderNotPayable(Conflict):
    """The order no longer waits for money (expired or cancelled)."""

    def __init__(self, state: str) -> None:
        super().__init__("order_not_payable", state=state)


class StillWithoutLot(Conflict):
    """An order on hold cannot go on: a line has no lot."""

    code = "still_without_lot"


class FormKeyReused(Conflict):
    """The same form key belongs to another buyer's order."""

    def __init__(self) -> None:
        super().__init__("form_key_reused")


class OfferMoved(Conflict):
    """The order would cost more, or come later, than the buyer saw."""

    def __init__(self, code: str, **context: object) -> None:
        super().__init__(code, **context)


class PiecesMissing(RuleBroken):
    """The seller order still has pieces that nobody weighed."""

    def __init__(self, missing: int) -> None:
        super().__init__("pieces_missing", missing=missing)


class WeighingRefused(RuleBroken):
    def __init__(self, reason: str, **context: object) -> None:
        super().__init__(reason, **context)


class PaymentNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("payment_not_found")


class PaymentNotOpen(Conflict):
    """The payment takes no money any more, or not in this way."""

    def __init__(self, state: str) -> None:
        super().__init__("payment_not_open", state=state)


class OnlinePaymentOff(RuleBroken):
    """No provider is configured here."""

    def __init__(self) -> None:
        super().__init__("online_payment_off")


class RefundTooLarge(RuleBroken):
    """More than what is left of this seller order's money."""

    def __init__(self, *, wanted_fen: int, left_fen: int) -> None:
        super().__init__("refund_too_large", wanted_fen=wanted_fen, left_fen=left_fen)


class NothingCaptured(RuleBroken):
    """There is no money that could go back."""

    def __init__(self) -> None:
        super().__init__("nothing_captured")


class BankRowNotMatchable(RuleBroken):
    def __init__(self, reason: str, **context: object) -> None:
        super().__init__(reason, **context)


class TaskAlreadyDone(Conflict):
    def __init__(self) -> None:
        super().__init__("task_already_done")


class PayoutNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("payout_not_found")


class NothingToPayOut(RuleBroken):
    """No seller has both money that may be paid out and a confirmed account."""

    def __init__(self) -> None:
        super().__init__("nothing_to_pay_out")


class SameHands(RuleBroken):
    """Whoever prepared a batch, or entered an account, may not confirm it."""

    def __init__(self) -> None:
        super().__init__("same_hands")


class PayoutMovedOn(Conflict):
    """The batch, payout or account is not in the state that this step needs (any more)."""

    def __init__(self, state: str) -> None:
        super().__init__("payout_moved_on", state=state)


class BankAnswerRefused(RuleBroken):
    """A line of the bank's answer does not fit the batch; nothing of the file was taken."""

    def __init__(self, reason: str, *, line: int) -> None:
        super().__init__(reason, line=line)
