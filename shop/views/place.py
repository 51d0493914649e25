"""Where to deliver: the district the promise and the freight are worked out for."""

from __future__ import annotations

from flask import session

from accounts.rules.places import find_place

DEFAULT_DISTRICT = "350102"
SESSION_KEY = "district"


def current_district() -> str:
    """The code of the visitor's district; 福州市鼓楼区 until they choose."""
    code = str(session.get(SESSION_KEY, DEFAULT_DISTRICT))
    return code if find_place(code) else DEFAULT_DISTRICT
