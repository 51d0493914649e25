"""Every link of every page, as a visitor and as every demo user: no dead link, no failure.

On the way the statements of every page are counted: none asks the database row by row.
"""

import re
from collections import Counter, deque
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from demo.data.accounts import DOMAIN, PASSWORD, SIGN_INS
from tests.journeys.statements import counted

LINK = re.compile(r"""<a\s[^>]*?href="([^"]+)\"""")
VISITOR = "visitor"
USERS = [VISITOR, *(mail for mail, _ in SIGN_INS), f"zhongning@{DOMAIN}", f"luxiwan@{DOMAIN}"]
MOST_OF_A_KIND = 6  # pages of one route that are looked at
MOST_PAGES = 260
MOST_STATEMENTS = 60  # of one page
MOST_ALIKE = 6  # the same statement with other values, in one page
OUTSIDE = ("mailto:", "tel:", "#", "data:")


def sign_in(client, mail):
    answer = client.post("/login", data={"email": mail, "password": PASSWORD})
    assert answer.status_code in (302, 303), answer.text[:800]


class Crawl:
    """Follows links from a few starting pages and notes what answered badly."""

    def __init__(self, app, client):
        self.client = client
        self.routes = app.url_map.bind("localhost")
        self.seen, self.kinds, self.bad, self.slow = set(), Counter(), [], []
        self.waiting = deque([("/", "start"), ("/en/", "start"), ("/account", "start")])

    def run(self):
        while self.waiting and len(self.seen) < MOST_PAGES:
            path, where = self.waiting.popleft()
            if path not in self.seen and self.is_wanted(path):
                self.seen.add(path)
                self.open(path, where)

    def is_wanted(self, path):
        plain = urlsplit(path).path.removeprefix("/en") or "/"
        try:
            kind = self.routes.match(plain, method="GET")[0]
        except RequestRedirect:
            return True
        except HTTPException:
            return True  # let it answer 404 and be noted
        key = (kind, path.startswith("/en/"))
        self.kinds[key] += 1
        return self.kinds[key] <= MOST_OF_A_KIND and kind != "security.logout"

    def open(self, path, where):
        with counted() as sent:
            answer = self.client.get(path)
        alike = max(Counter(sent).values(), default=0)
        if len(sent) > MOST_STATEMENTS or alike > MOST_ALIKE:
            self.slow.append(f"{path}: {len(sent)} statements, {alike} of them alike")
        if answer.status_code >= 400:
            self.bad.append(f"{answer.status_code} {path} (linked from {where})")
        if answer.status_code in (301, 302, 303, 308):
            self.add(answer.headers["Location"], path, path)
        elif answer.mimetype == "text/html":
            for href in LINK.findall(answer.text):
                self.add(unescape(href), path, path)

    def add(self, href, base, where):
        if href.startswith(OUTSIDE):
            return
        target = urlsplit(urljoin(f"http://localhost{base}", href))
        if target.netloc == "localhost":
            query = f"?{target.query}" if target.query else ""
            self.waiting.append((target.path + query, where))


@pytest.mark.slow
@pytest.mark.parametrize("mail", USERS)
def test_no_link_is_dead_for(mail, valley_app):
    client = valley_app.test_client()
    if mail != VISITOR:
        sign_in(client, mail)
    crawl = Crawl(valley_app, client)
    crawl.run()
    assert not crawl.bad, "\n".join(crawl.bad)
    assert not crawl.slow, "\n".join(crawl.slow)
    assert len(crawl.seen) > 30
