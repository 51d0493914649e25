"""Every event of money has its reaction, and no line of the table hides another."""

from __future__ import annotations

import ast
from collections import Counter

import pytest
from flask import Flask

from config.settings import ROOT
from core.ports import port
from shop.gateways import DemoCashier, PaymentGateway
from shop.rules.bank_account import BankAccount

REACTIONS = {
    "shop.PaymentAttemptStarted": "send_attempt",
    "shop.AttemptCheckDue": "check_attempt",
    "shop.AttemptCloseDue": "close_attempt",
    "shop.NoticeReceived": "handle_notice",
    "shop.RefundRequested": "send_refund",
    "shop.PaymentCaptured": "confirm_order",
    "shop.PaymentCameLate": "answer_late_money",
    "shop.OrderHoldEnded": "end_hold",
    "shop.OrderCancelled": "close_cancelled",
    "shop.SellerOrderSettled": "book_settlement",
}


@pytest.mark.parametrize(("kind", "name"), REACTIONS.items())
def test_each_event_of_money_has_its_reaction(app: Flask, kind: str, name: str) -> None:
    handlers = app.extensions["outbox"].handlers[kind]
    assert name in {handler.rsplit(".", 1)[1] for handler in handlers}


def test_no_line_of_the_table_of_events_hides_another() -> None:
    tree = ast.parse((ROOT / "config" / "events.py").read_text())
    tables = [node for node in ast.walk(tree) if isinstance(node, ast.Dict)]
    counts = Counter(ast.unparse(key) for table in tables for key in table.keys if key)
    assert [key for key, count in counts.items() if count > 1] == []


def test_the_demonstration_pays_with_play_money(app: Flask) -> None:
    with app.app_context():
        capabilities = port(PaymentGateway).capabilities()
        assert (capabilities.provider, capabilities.is_test) == ("stripe", True)
        assert isinstance(port(DemoCashier), DemoCashier)
        assert port(BankAccount).is_example
