"""Settings: one frozen dataclass, read from the environment once. docs/settings.md lists them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEVELOPMENT_KEY = "development-only"  # refused in production


class UnsafeSettings(RuntimeError):
    """The product refuses to start: each line says what is unsafe and what to set."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs between installations."""

    app_env: str  # development | test | production
    secret_key: str
    server_secret: str
    database_url: str
    instance: Path
    public_url: str
    is_demo: bool
    stripe_secret_key: str | None
    stripe_webhook_secret: str | None
    stripe_webhook_secret_previous: str | None
    bank_account: str | None  # name|number|bank
    elasticsearch_url: str | None
    celery_broker_url: str | None
    ca_passphrase: str
    trusted_proxies: int
    clock_start: datetime | None  # test installations live at this instant

    @property
    def is_production(self) -> bool:
        """True where real money moves."""
        return self.app_env == "production"

    @property
    def is_https(self) -> bool:
        """True when the public address is https."""
        return self.public_url.startswith("https://")


def _secret(env: Mapping[str, str], name: str, instance: Path) -> str:
    """From the environment, else from the file that ``make run`` wrote (mode 0600)."""
    if name in env:
        return env[name]
    file = instance / name.lower()
    return file.read_text().strip() if file.exists() else DEVELOPMENT_KEY


def _clock_start(env: Mapping[str, str]) -> datetime | None:
    given = env.get("CLOCK_START")
    return datetime.fromisoformat(given) if given else None


def read_settings(env: Mapping[str, str] | None = None) -> Settings:
    """Read the environment.

    Raises:
        UnsafeSettings: production with an unsafe value.
    """
    env = os.environ if env is None else env
    instance = Path(env.get("INSTANCE_DIR", ROOT / "instance")).resolve()
    app_env = env.get("APP_ENV", "development")
    settings = Settings(
        app_env=app_env,
        secret_key=_secret(env, "SECRET_KEY", instance),
        server_secret=_secret(env, "SERVER_SECRET", instance),
        database_url=env.get("DATABASE_URL", f"sqlite:///{instance / 'minning.sqlite'}"),
        instance=instance,
        public_url=env.get("PUBLIC_URL", f"http://localhost:{env.get('PORT', '8000')}"),
        is_demo=env.get("DEMO", "0" if app_env == "production" else "1") == "1",
        stripe_secret_key=env.get("STRIPE_SECRET_KEY") or None,
        stripe_webhook_secret=env.get("STRIPE_WEBHOOK_SECRET") or None,
        stripe_webhook_secret_previous=env.get("STRIPE_WEBHOOK_SECRET_PREVIOUS") or None,
        bank_account=env.get("BANK_ACCOUNT") or None,
        elasticsearch_url=env.get("ELASTICSEARCH_URL") or None,
        celery_broker_url=env.get("CELERY_BROKER_URL") or None,
        ca_passphrase=_secret(env, "CA_PASSPHRASE", instance),
        trusted_proxies=int(env.get("TRUSTED_PROXIES", "0")),
        clock_start=_clock_start(env) if app_env == "test" else None,
    )
    if settings.is_production:
        refuse_unsafe(settings)
    return settings


def refuse_unsafe(settings: Settings) -> None:
    """Production refuses what is only fit for a demonstration.

    Raises:
        UnsafeSettings: with one line per reason.
    """
    weak = {
        "SECRET_KEY": settings.secret_key,
        "SERVER_SECRET": settings.server_secret,
        "CA_PASSPHRASE": settings.ca_passphrase,
    }
    reasons = [
        f"{name} is missing or shorter than 32 characters: set a random one"
        for name, value in weak.items()
        if len(value) < 32 or value == DEVELOPMENT_KEY
    ]
    if settings.is_demo:
        reasons.append("DEMO=1: the sandbox cashier and example data never run in production")
    if not settings.is_https:
        reasons.append("PUBLIC_URL is not https: set the public https address")
    key, hook = settings.stripe_secret_key, settings.stripe_webhook_secret
    if key and not hook:
        reasons.append("STRIPE_SECRET_KEY without STRIPE_WEBHOOK_SECRET: set both")
    if key and key.startswith("sk_test_"):
        reasons.append("STRIPE_SECRET_KEY is a test key: set the live key or none")
    if reasons:
        raise UnsafeSettings("refusing to start:\n- " + "\n- ".join(reasons))
