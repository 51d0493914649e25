"""The page on which a coming harvest is booked: weeks with room, price, day at the door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from accounts.queries import get_org, list_sites
from accounts.rules.actor import Actor
from accounts.rules.cards import OrgCard, SiteCard
from catalog.queries.booking import weeks_to_book
from catalog.queries.terms import get_terms_by_ref
from catalog.rules.booking import ready_at
from catalog.rules.cards import Terms
from catalog.rules.listing import ReturnRule
from logistics.queries.network import load_open_network
from logistics.rules.network import Network
from logistics.rules.promise import Promise, Wish, find_promise
from shop.queries.addresses import AddressCard, list_addresses
from shop.queries.checkout import destination, list_buyers, methods_of
from shop.rules.orders import PaymentMethod
from shop.rules.pricing import LinePrice, price_line
from shop.rules.quantities import MAX_PIECES, fit_pieces


@dataclass(frozen=True, slots=True)
class WeekOffer:
    """A week that may be booked: how many pieces still, and when they would be at the door."""

    monday: date
    pieces: int
    promise: Promise | None


@dataclass(frozen=True, slots=True)
class BookingPage:
    """Everything the page shows for one listing, some pieces and one destination."""

    terms: Terms
    pieces: int
    price: LinePrice
    weeks: tuple[WeekOffer, ...]
    chosen_week: WeekOffer | None
    district_code: str
    buyers: tuple[OrgCard, ...]
    buyer: OrgCard | None
    addresses: tuple[AddressCard, ...]
    sites: tuple[SiteCard, ...]
    chosen: str
    methods: tuple[PaymentMethod, ...]

    @property
    def freight_fen(self) -> int:
        """The freight of the chosen week."""
        week = self.chosen_week
        return week.promise.freight_fen if week and week.promise else 0

    @property
    def due_fen(self) -> int:
        """What is to be paid now."""
        return self.price.ceiling_fen + self.freight_fen

    @property
    def has_no_return(self) -> bool:
        """Whether the goods are not taken back without a reason."""
        return self.terms.return_rule == ReturnRule.NONE

    @property
    def is_orderable(self) -> bool:
        """Whether this choice can be ordered."""
        week = self.chosen_week
        return week is not None and week.promise is not None and self.pieces <= week.pieces


def get_booking_page(
    actor: Actor,
    *,
    listing_ref: str,
    picked: Mapping[str, str],
    district_code: str,
    at: datetime,
) -> BookingPage:
    """The page for a person or an organisation.

    Args:
        actor: the buyer.
        listing_ref: what is booked.
        picked: what was picked so far: `week`, `pieces`, `address` or `site`, `district_code`.
        district_code: the district that the whole shop shows promises for.
        at: now.

    Raises:
        NotFound: there is no such listing.
    """
    terms, org = get_terms_by_ref(listing_ref), get_org(actor.org_id) if actor.org_id else None
    addresses = [] if org else list_addresses(user_id=actor.user_id or 0)
    sites = list_sites(org_id=org.id) if org else []
    chosen, district = destination(addresses, sites, picked, district_code)
    pieces = _pieces(terms, picked.get("pieces", ""))
    weeks = tuple(_weeks(terms, pieces, district, at))
    return BookingPage(
        terms=terms,
        pieces=pieces,
        price=price_line(terms, pieces),
        weeks=weeks,
        chosen_week=_chosen_week(weeks, picked.get("week"), pieces),
        district_code=district,
        buyers=tuple(list_buyers(actor.user_id or 0)),
        buyer=org,
        addresses=tuple(addresses),
        sites=tuple(sites),
        chosen=chosen,
        methods=methods_of(org),
    )


def _chosen_week(weeks: Sequence[WeekOffer], monday: str | None, pieces: int) -> WeekOffer | None:
    """The week that was picked, else the first one that has enough."""
    picked = next((one for one in weeks if one.monday.isoformat() == monday), None)
    return picked or next((one for one in weeks if one.pieces >= pieces), None)


def _pieces(terms: Terms, typed: str) -> int:
    wanted = int(typed) if typed.isdecimal() and len(typed) < 7 else terms.moq
    return fit_pieces(wanted, moq=terms.moq, step=terms.step, available=MAX_PIECES)


def has_weeks_to_book(listing_id: int, *, at: datetime) -> bool:
    """Whether any coming week of a listing still takes a booking."""
    return any(week.room_g for week in weeks_to_book(listing_id, at=at))


def _weeks(terms: Terms, pieces: int, district: str, at: datetime) -> list[WeekOffer]:
    network = load_open_network(at=at)
    return [
        WeekOffer(
            week.monday,
            week.room_g // terms.weight_g_per_piece,
            _promise(network, terms, pieces, district, max(at, ready_at(week.monday))),
        )
        for week in weeks_to_book(terms.listing_id, at=at)
        if week.room_g >= terms.weight_g_per_piece
    ]


def _promise(
    network: Network, terms: Terms, pieces: int, district: str, at: datetime
) -> Promise | None:
    grams = terms.weight_g_per_piece * pieces
    return find_promise(network, Wish(terms.county_code, terms.temperature, grams, district, at))
