"""Who reacts to which event: one table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from config.schedule import SCHEDULE
from core.outbox import Handler
from core.schedule import JobDue, handler_for

HANDLERS: dict[type[Any], Sequence[Handler]] = {
    JobDue: [handler_for(SCHEDULE)],
}
