"""Elasticsearch: real client, short timeouts, no retries while a page waits.

`GET /` is not served by every build, so health is `cluster.health()`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from elasticsearch import ApiError, Elasticsearch, TransportError

from catalog.gateways import EngineHealth, Hit
from catalog.rules.search import search_body

TIMEOUT_S = 1.5
UP = ("green", "yellow")


class ElasticSearchEngine:
    """The engine of large installations."""

    def __init__(self, url: str, *, index: str = "listings", timeout_s: float = TIMEOUT_S) -> None:
        self._index = index
        self._client = Elasticsearch(
            url, request_timeout=timeout_s, max_retries=0, retry_on_timeout=False
        )

    def search(self, words: Sequence[str], *, direction: str | None, limit: int) -> list[Hit]:
        """Find live listings in which every word occurs, best first."""
        body = search_body(words, direction=direction, limit=limit)
        answer: dict[str, Any] = dict(self._client.search(index=self._index, **body).body)
        return [Hit(int(hit["_id"]), float(hit["_score"] or 0)) for hit in answer["hits"]["hits"]]

    def ping(self) -> EngineHealth:
        """Ask the cluster how it is; a cluster that does not answer is down."""
        try:
            health = self._client.cluster.health()
        except (ApiError, TransportError) as failure:
            detail = type(failure).__name__
            return EngineHealth("elasticsearch", is_up=False, status="down", detail=detail)
        status = str(health["status"])
        nodes = f"{health['number_of_nodes']} nodes"
        return EngineHealth("elasticsearch", is_up=status in UP, status=status, detail=nodes)
