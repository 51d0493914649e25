"""Who reacts to which event: one table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from accounts import events as accounts
from accounts.jobs import send_invitation, send_mail, send_sign_in_code
from catalog import events as catalog
from catalog.jobs import look_through, mail_ending, stop_suspended, take_over
from config.schedule import SCHEDULE
from contracts import events as contracts
from contracts.jobs import free_cancelled, render_contract, send_signing_code
from core.outbox import Handler, stepwise, transactional
from core.schedule import JobDue, handler_for
from logistics import events as logistics
from logistics.jobs import work_on_run
from shop import events as shop
from shop.jobs.order_money import (
    answer_late_money,
    book_earning,
    book_settlement,
    close_cancelled,
    confirm_order,
    end_hold,
)
from shop.jobs.orders import (
    accept_silently,
    decide_harvest,
    decide_light_piece,
    end_round,
    hold_orders,
    lift_holds,
    note_delivered,
    note_dispatched,
    note_harvest,
    note_scheduled,
)
from shop.jobs.payments import check_attempt, close_attempt, handle_notice, send_attempt
from shop.jobs.pickups import remind, tell_waiting
from shop.jobs.recalls import tell_buyer
from shop.jobs.receipts import send_receipt
from shop.jobs.refunds import send_refund

HANDLERS: dict[type[Any], Sequence[Handler]] = {
    JobDue: [handler_for(SCHEDULE)],
    accounts.SignInCodeRequested: [stepwise(send_sign_in_code)],
    accounts.InvitationMade: [stepwise(send_invitation)],
    accounts.MailRequested: [stepwise(send_mail)],
    accounts.SellerSuspended: [transactional(stop_suspended)],
    catalog.CertificateEnding: [transactional(mail_ending)],
    catalog.HarvestShort: [transactional(note_harvest)],
    catalog.RoundFailed: [transactional(end_round)],
    catalog.LotBlocked: [transactional(hold_orders)],
    catalog.LotReleased: [transactional(lift_holds)],
    catalog.ImportSent: [stepwise(look_through)],
    catalog.ImportConfirmed: [stepwise(take_over)],
    logistics.RunRequested: [stepwise(work_on_run)],
    shop.PaymentAttemptStarted: [stepwise(send_attempt)],
    shop.AttemptCheckDue: [stepwise(check_attempt)],
    shop.AttemptCloseDue: [stepwise(close_attempt)],
    shop.NoticeReceived: [stepwise(handle_notice)],
    shop.RefundRequested: [stepwise(send_refund)],
    shop.PaymentCaptured: [stepwise(confirm_order)],
    shop.PaymentCameLate: [stepwise(answer_late_money)],
    shop.OrderPaid: [stepwise(send_receipt)],
    shop.OrderHoldEnded: [stepwise(end_hold)],
    shop.OrderCancelled: [stepwise(close_cancelled), transactional(free_cancelled)],
    shop.RecallNoticeDue: [stepwise(tell_buyer)],
    shop.PickupWaiting: [stepwise(tell_waiting)],
    shop.PickupReminderDue: [stepwise(remind)],
    shop.SellerOrderSettled: [transactional(book_settlement)],
    shop.SellerOrderAccepted: [transactional(book_earning)],
    shop.LightPieceAnswerDue: [transactional(decide_light_piece)],
    shop.HarvestAnswerDue: [transactional(decide_harvest)],
    shop.AcceptanceDue: [transactional(accept_silently)],
    logistics.ConsignmentScheduled: [transactional(note_scheduled)],
    logistics.ConsignmentDispatched: [transactional(note_dispatched)],
    logistics.ConsignmentDelivered: [transactional(note_delivered)],
    contracts.EnvelopePrepared: [stepwise(render_contract)],
    contracts.SigningCodeAsked: [stepwise(send_signing_code)],
}
