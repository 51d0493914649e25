"""Production refuses to start on what is only fit for a demonstration."""

from pathlib import Path

import pytest

from config.settings import UnsafeSettings, read_settings

LONG = "x" * 40
SAFE = {
    "APP_ENV": "production",
    "SECRET_KEY": LONG,
    "SERVER_SECRET": LONG,
    "CA_PASSPHRASE": LONG,
    "PUBLIC_URL": "https://shop.example",
    "DATABASE_URL": "postgresql+psycopg://db/minning",
}


def test_safe_production_settings_start(tmp_path: Path) -> None:
    settings = read_settings({**SAFE, "INSTANCE_DIR": str(tmp_path)})
    assert settings.is_production
    assert not settings.is_demo


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"PUBLIC_URL": "http://shop.example"}, "not https"),
        ({"DEMO": "1"}, "sandbox cashier"),
        ({"STRIPE_SECRET_KEY": "sk_live_x"}, "STRIPE_WEBHOOK_SECRET"),
        ({"STRIPE_SECRET_KEY": "sk_test_x", "STRIPE_WEBHOOK_SECRET": "w"}, "test key"),
    ],
)
def test_unsafe_production_settings_are_refused(
    tmp_path: Path, change: dict[str, str], words: str
) -> None:
    with pytest.raises(UnsafeSettings, match=words):
        read_settings({**SAFE, **change, "INSTANCE_DIR": str(tmp_path)})
