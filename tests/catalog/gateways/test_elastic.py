"""The real Elasticsearch client against a tiny server on loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from time import sleep
from typing import ClassVar

import pytest

from catalog.gateways import EngineHealth, Hit
from catalog.gateways.elastic import ElasticSearchEngine

HITS = {"hits": {"hits": [{"_id": "7", "_score": 2.5}, {"_id": "3", "_score": None}]}}


class Cluster(BaseHTTPRequestHandler):
    """Answers health and search as a cluster does."""

    status: ClassVar[str] = "green"
    delay_s: ClassVar[float] = 0
    asked: ClassVar[list[tuple[str, object]]] = []

    def do_GET(self) -> None:
        sleep(self.delay_s)
        self._answer({"status": self.status, "number_of_nodes": 3})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append((self.path, json.loads(body)))
        self._answer(HITS)

    def _answer(self, body: object) -> None:
        raw = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("X-Elastic-Product", "Elasticsearch")
        self.send_header("Content-Type", "application/vnd.elasticsearch+json;compatible-with=9")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *args: object) -> None:
        """Stay silent."""


@pytest.fixture
def cluster() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Cluster)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    Cluster.status, Cluster.delay_s, Cluster.asked = "green", 0, []
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("status", "is_up"), [("green", True), ("yellow", True), ("red", False)])
def test_health_is_what_the_cluster_says(cluster: str, status: str, is_up: bool) -> None:
    Cluster.status = status
    health = ElasticSearchEngine(cluster).ping()
    assert health == EngineHealth("elasticsearch", is_up, status, "3 nodes")


def test_a_slow_cluster_is_down_and_nobody_waits(cluster: str) -> None:
    Cluster.delay_s = 0.4
    health = ElasticSearchEngine(cluster, timeout_s=0.1).ping()
    assert (health.is_up, health.status, health.detail) == (False, "down", "ConnectionTimeout")


def test_a_cluster_that_is_not_there_is_down() -> None:
    health = ElasticSearchEngine("http://127.0.0.1:9").ping()
    assert (health.is_up, health.detail) == (False, "ConnectionError")


def test_a_search_asks_for_live_listings_and_returns_ids_and_scores(cluster: str) -> None:
    hits = ElasticSearchEngine(cluster).search(["羊"], direction="nx_fj", limit=5)
    assert hits == [Hit(7, 2.5), Hit(3, 0.0)]
    path, body = Cluster.asked[0]
    assert path == "/listings/_search"
    assert body == {
        "query": {
            "bool": {
                "must": [{"match": {"text": {"query": "羊", "operator": "and"}}}],
                "filter": [{"term": {"state": "live"}}, {"term": {"direction": "nx_fj"}}],
            }
        },
        "size": 5,
    }
