"""When goods of a listing can be at a door in a city, and what the freight is."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView

from accounts.guards import public
from core import clock
from core.web.api import ApiBlueprint
from logistics.queries.promises import promise_of_listing
from logistics.schemas.api import PromiseArgs, PromiseOut

bp = ApiBlueprint(
    "logistics_promise_api", __name__, url_prefix="/promises", description="Delivery promises"
)


@bp.route("")
class Promises(MethodView):
    @public
    @bp.arguments(PromiseArgs, location="query")
    @bp.response(200, PromiseOut)
    def get(self, args: dict[str, Any]) -> dict[str, Any]:
        """The promise for some pieces of a listing in a city."""
        return promise_of_listing(
            args["listing"], city=args["city"], pieces=args["pieces"], at=clock.now()
        )
