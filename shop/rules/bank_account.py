"""The account that bank transfers go to. The demonstration shows one that cannot exist."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class BankAccount:
    """Where buyers send their transfers."""

    name: str
    number: str
    bank: str
    is_example: bool


EXAMPLE_ACCOUNT = BankAccount(
    name="闽宁优选平台专户（示例）",
    number="0000 0000 0000 0000 000",
    bank="示例银行银川分行营业部",
    is_example=True,
)
