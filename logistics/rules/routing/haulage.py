"""The line haul of all services together: loads, mixes, and what limits still allow.

A vehicle limit or a return load is shared by services; a mix is chosen for one service at a time
with what the others leave.
"""

from __future__ import annotations

from collections import defaultdict

from logistics.rules.routing.mix import IMPOSSIBLE, Base, Kind, Load, Mix, Mixer, Room
from logistics.rules.routing.problem import LTL, Problem

PLENTY = 99  # more vehicles than one service ever takes in one step: keeps cached keys equal


class Haulage:
    """Keeps the load and the mix of every service that carries something."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._limits_left = [limit.max for limit in problem.limits]
        self._offers_left = [offer.count for offer in problem.offers]
        self._limits_of: dict[str, list[int]] = defaultdict(list)
        for index, limit in enumerate(problem.limits):
            for service in limit.services:
                self._limits_of[service].append(index)
        self._offers_of = self._fitting_offers()
        bases = _bases(problem)
        self.mixers = {
            service.id: Mixer(problem, service, bases.get(service.id, Base()))
            for service in problem.services.values()
        }
        self.loads: dict[str, Load] = {}
        self.mixes: dict[str, Mix] = {}
        self._known: dict[tuple[object, ...], Mix] = {}
        self.nano = 0
        for service, base in bases.items():
            self._keep(service, self._mix_of(service, base))

    def carry(self, service: str, kind: Kind, milligrams: int) -> None:
        """Add (or take, if negative) chargeable milligrams and choose the mix anew."""
        self.loads[service] = self._changed(service, kind, milligrams)
        self._keep(service, self.quote(service, self.loads[service]))

    def extra_nano(self, service: str, kind: Kind, milligrams: int) -> int:
        """Return what so much more on the service would cost."""
        mix = self.quote(service, self._changed(service, kind, milligrams))
        if mix.nano >= IMPOSSIBLE:
            return IMPOSSIBLE
        current = self.mixes.get(service)
        return mix.nano - (current.nano if current else 0)

    def quote(self, service: str, load: Load) -> Mix:
        """Return the best mix for a load with what the other services leave."""
        mixer = self.mixers[service]
        if not load and not mixer.base.counts:
            return Mix(0)
        room = self.room(service)
        lefts = (*(left for _, left in room.limits), *(left for _, left in room.offers))
        key = (service, *sorted(load.items()), *lefts)
        if key not in self._known:
            self._known[key] = mixer.choose(load, room)
        return self._known[key]

    def room(self, service: str) -> Room:
        """Return what limits and return loads allow on a service, its own use included."""
        mix = self.mixes.get(service, Mix(0))
        limits = []
        for index in self._limits_of[service]:
            types = self._problem.limits[index].types
            own = sum(count for name, count in mix.vehicles if name in types)
            limits.append((types, min(self._limits_left[index] + own, PLENTY)))
        offers = []
        for index in self._offers_of[service]:
            offer = self._problem.offers[index]
            own = sum(count for name, _, count in mix.backhauls if name == offer.id)
            offers.append((offer, min(self._offers_left[index] + own, PLENTY)))
        return Room(limits, offers)

    def adopt(self, service: str, mix: Mix) -> Mix:
        """Put a mix in place of the present one; return it."""
        self._keep(service, mix)
        return mix

    def finish(self) -> None:
        """Choose every mix once more: limits that others no longer need may be free now."""
        for service in sorted(self.loads):
            self._known.clear()
            self._keep(service, self.quote(service, self.loads[service]))

    def _changed(self, service: str, kind: Kind, milligrams: int) -> Load:
        load = dict(self.loads.get(service, {}))
        load[kind] = load.get(kind, 0) + milligrams
        if not load[kind]:
            del load[kind]
        return load

    def _keep(self, service: str, mix: Mix) -> None:
        old = self.mixes.get(service, Mix(0))
        self._use(service, old, 1)
        self._use(service, mix, -1)
        self.mixes[service] = mix
        self.nano += mix.nano - old.nano

    def _use(self, service: str, mix: Mix, sign: int) -> None:
        if not mix.vehicles:
            return
        for index in self._limits_of[service]:
            types = self._problem.limits[index].types
            used = sum(count for name, count in mix.vehicles if name in types)
            self._limits_left[index] += sign * used
        for index in self._offers_of[service]:
            offer = self._problem.offers[index]
            used = sum(count for name, _, count in mix.backhauls if name == offer.id)
            self._offers_left[index] += sign * used

    def _fitting_offers(self) -> dict[str, list[int]]:
        order = sorted(
            range(len(self._problem.offers)),
            key=lambda i: (-self._problem.offers[i].revenue_fen, self._problem.offers[i].id),
        )
        return {
            service.id: [index for index in order if self._problem.offers[index].fits(service)]
            for service in self._problem.services.values()
        }

    def _mix_of(self, service: str, base: Base) -> Mix:
        return self.mixers[service].choose({}, self.room(service)) if base.counts else Mix(0)


def _bases(problem: Problem) -> dict[str, Base]:
    bases: dict[str, Base] = defaultdict(Base)
    for row in problem.frozen.vehicles:
        counts = bases[row.service].counts
        counts[row.type] = counts.get(row.type, 0) + row.amount
    for shipment in problem.frozen.shipments:
        if shipment.type != LTL:
            loads = bases[shipment.service].milligrams
            permille = problem.products[problem.lots[shipment.lot].product].chargeable_permille
            loads[shipment.type] = loads.get(shipment.type, 0) + shipment.grams * permille
    return bases
