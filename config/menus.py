"""How menus are drawn from the tables in config/navigation.py."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import current_app, request, url_for
from flask_babel import LazyString

from accounts.guards import current_actor, policy_of
from accounts.rules.actor import Actor

# A page of these blueprints has a link of its own; elsewhere one link stands for all pages.
MANY_LINKS = frozenset({"shop_browse", "shop_money", "console_status"})


@dataclass(frozen=True)
class Link:
    """A row of a menu table."""

    endpoint: str
    label: LazyString
    icon: str = ""
    args: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Shown:
    """A link as a template gets it."""

    url: str
    label: str
    icon: str
    is_current: bool


@dataclass(frozen=True)
class Group:
    """A titled group of links."""

    title: str
    links: list[Shown]


@dataclass(frozen=True)
class Rail:
    """The back office menu of one organisation (or of the platform)."""

    role: str
    org_name: str
    groups: list[Group]
    tabs: list[Shown]


Table = tuple[tuple[LazyString, tuple[Link, ...]], ...]


def _shown(link: Link, args: Mapping[str, str]) -> Shown:
    values: dict[str, Any] = {**args, **link.args}
    blueprint = link.endpoint.partition(".")[0]
    is_here = request.endpoint == link.endpoint or (
        request.blueprint == blueprint and blueprint not in MANY_LINKS
    )
    is_current = is_here and all(
        str((request.view_args or {}).get(k)) == v for k, v in link.args.items()
    )
    return Shown(url_for(link.endpoint, **values), str(link.label), link.icon, is_current)


def _may_open(endpoint: str, actor: Actor | None) -> bool:
    """Whether the page exists and its own policy lets the actor in."""
    view = current_app.view_functions.get(endpoint)
    if view is None:
        return False
    policy = policy_of(view)
    if policy is None or not policy.permissions:
        return True
    return actor is not None and any(actor.can(one) for one in policy.permissions)


def may_open(endpoint: str) -> bool:
    """Whether the person of this request may follow a link to a page; for templates."""
    return _may_open(endpoint, current_actor())


def open_links(links: tuple[Link, ...], actor: Actor | None = None, **args: str) -> list[Shown]:
    """The links that the actor may open."""
    return [_shown(link, args) for link in links if _may_open(link.endpoint, actor)]


def open_groups(table: Table, actor: Actor | None = None, **args: str) -> list[Group]:
    """The groups that have at least one open link."""
    groups = [Group(str(title), open_links(links, actor, **args)) for title, links in table]
    return [group for group in groups if group.links]


def url_or(endpoint: str, fallback: str = "") -> str:
    """The address of an endpoint, if the page exists."""
    return url_for(endpoint) if endpoint in current_app.view_functions else fallback
