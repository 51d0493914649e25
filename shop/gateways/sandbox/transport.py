"""A way for the SDK to reach the sandbox without a port: the call stays in the process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from stripe import APIConnectionError, HTTPClient

from shop.gateways.sandbox.api import CUT_HEADER

Watch = Callable[[str, str, str], None]


class InProcessClient(HTTPClient):
    """An HTTP client of the SDK that hands every request to a WSGI app."""

    name = "sandbox"

    def __init__(
        self, app: Flask, *, watch: Watch | None = None, wake: Callable[[], None] | None = None
    ) -> None:
        super().__init__()
        self._app = app
        self._wake = wake
        self._watch = watch

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: Any = None,
        **_usage: Any,
    ) -> tuple[str, int, Mapping[str, str]]:
        """One request; a lost answer looks like a cut line."""
        parts = urlsplit(url)
        if self._watch is not None:
            self._watch(method, parts.path, post_data or parts.query)
        answer = self._app.test_client().open(
            parts.path,
            method=method.upper(),
            query_string=parts.query,
            headers=dict(headers or {}),
            data=post_data,
        )
        if self._wake is not None and method.upper() == "POST":
            self._wake()
        if CUT_HEADER in answer.headers:
            raise APIConnectionError("the line was cut", should_retry=True)  # type: ignore[no-untyped-call]  # untyped in the SDK
        return answer.get_data(as_text=True), answer.status_code, dict(answer.headers)

    def _sleep_time_seconds(self, num_retries: int) -> float:  # noqa: ARG002  # SDK's signature
        return 0.0

    def close(self) -> None:
        """Nothing is open."""
