"""One request is one transaction: answers below 400 are kept, others undone. ADR 0003."""

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue

from core import unit_of_work
from core.db import writing
from core.web.inputs import HouseRequest

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class House(Flask):
    """Flask with the house's transaction rule."""

    request_class = HouseRequest

    def full_dispatch_request(self) -> Response:
        """Writers take the database's write lock at their first statement (SQLite)."""
        with writing(request.method not in SAFE_METHODS):
            return super().full_dispatch_request()

    def dispatch_request(self) -> ResponseReturnValue:
        """Answer, then commit or roll back before the answer leaves."""
        try:
            response = self.make_response(super().dispatch_request())
            unit_of_work.finish(is_kept=response.status_code < 400)
        except BaseException:
            unit_of_work.finish(is_kept=False)
            raise
        finally:
            unit_of_work.run_survivors()
        return response
