"""The valley as the steps see it: the day, who acts for whom, and what carries which key."""

from __future__ import annotations

import random
import zlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from accounts.queries import find_actor, find_person, list_orgs
from accounts.rules.actor import Actor
from accounts.rules.cards import OrgCard
from core.types.dates import SHANGHAI
from demo.data.accounts import CARRIER, COUNTY_DESK, DOMAIN, OUTLET, PLATFORM
from demo.data.buyers import BUYERS
from demo.data.sellers import SELLERS
from shop.rules.orders import PlacedOrder

FOUNDED_DAYS_AGO = 420
SUPPORT_ORGS = {
    PLATFORM: "闽宁优选平台（示例）",
    CARRIER: "闽宁冷链运输（示例）",
    COUNTY_DESK: "盐池县产销对接专班（示例）",
    OUTLET: "榕荫里社区门店（示例）",
}
ORG_NAMES: dict[str, str] = {
    **{row.key: row.zh for row in SELLERS},
    **{row.key: row.zh for row in BUYERS},
    **SUPPORT_ORGS,
}
MAIL_OF: dict[str, str] = {
    **{row.key: row.mail for row in SELLERS},
    **{row.key: row.mail for row in BUYERS},
    PLATFORM: "ops",
    COUNTY_DESK: "county",
    OUTLET: "outlet",
    CARRIER: "driver",
}


@dataclass(frozen=True)
class Valley:
    """The example valley around one day.

    Args:
        day: the day it is loaded for; everything in it follows from this date.
        now: the instant it is loaded at.
    """

    day: date
    now: datetime

    def instant(self, days: int, clock_time: str = "09:00") -> datetime:
        """A Shanghai wall-clock time so many days from the day (negative: before)."""
        local = datetime.combine(
            self.day + timedelta(days=days), time.fromisoformat(clock_time), SHANGHAI
        )
        return min(local, self.now) if days <= 0 else local

    @property
    def founded_at(self) -> datetime:
        """When the people and organisations of the example joined."""
        return self.instant(-FOUNDED_DAYS_AGO)

    @property
    def monday(self) -> date:
        """The Monday of the day's week."""
        return self.day - timedelta(days=self.day.weekday())

    def random(self, *names: object) -> random.Random:
        """Repeatable variety: the same day and names give the same numbers."""
        text = "|".join(map(str, (self.day.isoformat(), *names)))
        return random.Random(zlib.crc32(text.encode()))  # noqa: S311 -- example data, no secret

    @cached_property
    def orgs(self) -> dict[str, OrgCard]:
        """The organisations of the example by key, once the first step has made them."""
        by_name = {org.name_zh: org for org in list_orgs()}
        return {key: by_name[name] for key, name in ORG_NAMES.items() if name in by_name}

    @cached_property
    def placed(self) -> dict[str, PlacedOrder]:
        """The orders of the example that are known to be placed, by their keys."""
        return {}

    @cached_property
    def contracts(self) -> dict[str, str]:
        """The references of the agreements that are known to be drafted, by their keys."""
        return {}

    @cached_property
    def _actors(self) -> dict[str, Actor]:
        return {}

    def actor(self, key: str, mail: str | None = None) -> Actor:
        """Somebody acting for the organisation of a key: its manager, or whom the mail names."""
        mail = mail or MAIL_OF[key]
        known = f"{key}/{mail}"
        if known not in self._actors:
            person = find_person(email=f"{mail}@{DOMAIN}")
            found = person and find_actor(person.id, self.orgs[key].ref)
            if not found:
                raise LookupError(f"nobody acts for {key} as {mail}")
            self._actors[known] = found
        return self._actors[known]

    def shopper(self, mail: str) -> Actor:
        """A private person."""
        person = find_person(email=f"{mail}@{DOMAIN}")
        if person is None:
            raise LookupError(f"no person {mail}")
        return Actor(person.id, person.ref, person.name)
