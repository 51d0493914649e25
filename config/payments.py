"""Which payment provider is asked: Stripe with a key, our sandbox peer in the demo, else nobody."""

from __future__ import annotations

import hashlib
import hmac

from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from config.settings import Settings
from core.ports import provide
from shop.gateways import DemoCashier, PaymentGateway
from shop.gateways.none import NoGateway
from shop.gateways.sandbox.sandbox import API_KEY, PREFIX, Sandbox, post_to
from shop.gateways.stripe import connect
from shop.rules.bank_account import EXAMPLE_ACCOUNT, BankAccount

WEBHOOK_PATH = "/webhooks/stripe"
TEST_KEYS = ("sk_test_", "rk_test_")


def wire_payments(app: Flask, settings: Settings) -> None:
    """Provide the payment gateway; mount the sandbox's page where there is a sandbox."""
    provide(BankAccount, _bank_account(settings), app=app)
    if settings.stripe_secret_key:
        provide(PaymentGateway, _stripe(settings, settings.stripe_secret_key), app=app)
    elif settings.is_demo and not settings.is_production:
        _sandbox(app, settings)
    else:
        provide(PaymentGateway, NoGateway(), app=app)


def _bank_account(settings: Settings) -> BankAccount:
    if not settings.bank_account:
        return EXAMPLE_ACCOUNT
    name, number, bank = settings.bank_account.split("|", 2)
    return BankAccount(name, number, bank, is_example=False)


def _stripe(settings: Settings, secret_key: str) -> PaymentGateway:
    secrets = (settings.stripe_webhook_secret, settings.stripe_webhook_secret_previous)
    return connect(
        secret_key,
        webhook_secrets=[secret for secret in secrets if secret],
        is_test=secret_key.startswith(TEST_KEYS),
    )


def _sandbox(app: Flask, settings: Settings) -> None:
    key = settings.server_secret.encode()
    secret = "whsec_" + hmac.new(key, b"sandbox webhook", hashlib.sha256).hexdigest()
    sandbox = Sandbox(
        settings.instance / "sandbox-cashier.sqlite",
        webhook_secret=secret,
        page_url=settings.public_url + PREFIX,
        post=post_to(settings.public_url + WEBHOOK_PATH),
        is_self_driven=settings.app_env != "test",
    )
    gateway = connect(API_KEY, webhook_secrets=[secret], is_test=True, http_client=sandbox.client())
    provide(PaymentGateway, gateway, app=app)
    provide(DemoCashier, sandbox, app=app)
    page = sandbox.page.wsgi_app
    app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {PREFIX: page})  # type: ignore[method-assign]  # WSGI wrapping
