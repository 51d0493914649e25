"""The app factory: blueprints, error handlers, language, API. Read the tables top to bottom."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

from flask import Flask
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from accounts.guards import api_access, check_policies
from accounts.views.security import init_security
from config import navigation
from config.commands import register_cli
from config.demo_doors import init_demo_doors
from config.events import HANDLERS
from config.settings import ROOT, Settings, read_settings
from config.wiring import wire
from core import clock, outbox
from core.db import db
from core.web.api import init_api
from core.web.app import House
from core.web.format import init_format
from core.web.headers import init_headers
from core.web.inputs import init_inputs
from core.web.language import init_language
from core.web.problems import register_errors
from core.web.words import add_words

# Modules with a blueprint named ``bp``, in the order of the house.
PAGES: tuple[str, ...] = (
    "accounts.views.account",
    "accounts.views.join",
    "accounts.views.organisations",
    "accounts.views.invitation",
    "accounts.views.members",
    "accounts.views.sites",
    "accounts.views.tokens",
    "accounts.views.notices",
    "accounts.views.profile",
    "accounts.views.sellers",
    "console.views.home",
    "console.views.lookup",
    "console.views.ops",
    "console.views.records",
    "console.views.recalls",
    "console.views.status",
    "shop.views.recalls",
    "shop.views.browse",
    "shop.views.place",
    "shop.views.webhooks",
    "shop.views.pay",
    "shop.views.bank",
    "shop.views.ledger",
    "shop.views.bases",
    "shop.views.basket",
    "shop.views.checkout",
    "shop.views.booking",
    "shop.views.addresses",
    "shop.views.orders",
    "shop.views.purchases",
    "shop.views.packing",
    "shop.views.outlets",
    "shop.views.counter",
    "shop.views.scale",
    "shop.views.phone",
    "shop.views.weigh_photos",
    "shop.views.handover",
    "shop.views.earnings",
    "shop.views.seller_money",
    "shop.views.payouts",
    "shop.views.labels",
    "shop.views.shortages",
    "catalog.views.listings",
    "catalog.views.photos",
    "catalog.views.rounds",
    "catalog.views.lots",
    "catalog.views.trade_items",
    "catalog.views.cutting",
    "catalog.views.transfers",
    "catalog.views.harvests",
    "catalog.views.forecasts",
    "catalog.views.bulk",
    "catalog.views.storage",
    "catalog.views.certificates",
    "catalog.views.supply",
    "catalog.views.onboarding",
    "catalog.views.bases",
    "catalog.views.base_reviews",
    "catalog.views.reviews",
    "catalog.views.verifying",
    "contracts.views.desk",
    "contracts.views.drafts",
    "contracts.views.signing",
    "contracts.views.verify",
    "logistics.views.tower",
    "logistics.views.runs",
    "logistics.views.departures",
    "logistics.views.cold_chain",
    "logistics.views.drive",
    "logistics.views.consignments",
    "logistics.views.lots",
    "logistics.views.returnables",
    "logistics.views.hub",
)

# Modules with a flask-smorest blueprint named ``bp``, served under /api/v1.
API: tuple[str, ...] = (
    "catalog.api.listings",
    "catalog.api.specs",
    "catalog.api.lots",
    "catalog.api.stock",
    "contracts.api.contracts",
    "logistics.api.promises",
    "logistics.api.consignments",
    "logistics.api.trace",
    "shop.api.baskets",
    "shop.api.bases",
    "shop.api.orders",
    "shop.api.money",
    "shop.api.packing",
)

# Pages that strangers post to; each checks the sender's signature instead of our form token.
SIGNED: tuple[str, ...] = ("shop.views.webhooks",)

# Modules with the sentences of a package's error codes: ``WORDS``.
WORDS: tuple[str, ...] = (
    "accounts.views.words",
    "catalog.views.words",
    "catalog.views.base_words",
    "catalog.views.bulk_words",
    "catalog.views.storage_words",
    "logistics.views.words",
    "shop.views.words",
    "contracts.views.words",
    "shop.views.money_words",
    "shop.views.payment_words",
)

MAX_BODY_BYTES = 12 * 1024 * 1024
MAX_FORM_BYTES = 5 * 1024 * 1024  # a bank statement goes through a text field


def create_app(settings: Settings | None = None) -> Flask:
    """Put the house together."""
    settings = settings or read_settings()
    clock.start_at(settings.clock_start)
    settings.instance.mkdir(parents=True, exist_ok=True)
    app = House("minning", root_path=str(ROOT / "core" / "web"), static_folder="static")
    configure(app, settings)
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"))
    init_language(app, ROOT, settings.instance)
    init_format(app)
    init_headers(app, is_https=settings.is_https and settings.is_production)
    init_inputs(app)
    csrf = CSRFProtect(app)
    init_security(app)
    outbox.register(app, HANDLERS)
    wire(app, settings)
    navigation.register(app)
    init_demo_doors(app, settings)
    register_pages(app)
    register_api(app, csrf)
    register_errors(app)
    register_cli(app)
    check_policies(app)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # WSGI wrapping
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )
    return app


def configure(app: Flask, settings: Settings) -> None:
    """Flask's own settings, from ours."""
    is_strict = settings.is_production
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TESTING=settings.app_env == "test",
        PROPAGATE_EXCEPTIONS=False,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={"pool_pre_ping": True},
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_FORM_BYTES,
        SESSION_COOKIE_NAME="__Host-session" if is_strict else "session",
        SESSION_COOKIE_SECURE=is_strict,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        PERMANENT_SESSION_LIFETIME=timedelta(days=14),
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=is_strict,
    )
    app.jinja_env.globals["demo_mode"] = settings.is_demo
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def register_pages(app: Flask) -> None:
    """Register each page blueprint and each package's words."""
    for name in PAGES:
        app.register_blueprint(import_module(name).bp)
    for name in WORDS:
        add_words(import_module(name).WORDS)


def register_api(app: Flask, csrf: CSRFProtect) -> None:
    """Register the API blueprints; they carry bearer tokens, so no CSRF token."""
    api = init_api(app)
    for name in SIGNED:
        csrf.exempt(import_module(name).bp)
    for name in API:
        blueprint = import_module(name).bp
        csrf.exempt(blueprint)
        api.register_blueprint(blueprint, url_prefix=f"/api/v1{blueprint.url_prefix or ''}")
    api.access = api_access(app)
