"""Columns of what an item puts above or below the line: the land in use, the tax of the named components."""

from collections.abc import Mapping
from decimal import Decimal

import numpy as np

from indicators.domain.numbers import plain
from tracker.domain.evaluations.facts import Quantity
from tracker.domain.evaluations.fast.columns import FactColumns
from tracker.domain.evaluations.fast.decimals import Decimals, read_decimals
from tracker.domain.evaluations.fast.integers import minus, plus
from tracker.domain.evaluations.quotients import exact_sum


class Quantities:
    """The quantities of one year, each read when it is first asked for."""

    def __init__(self, facts: FactColumns, components: tuple[str, ...]) -> None:
        self._facts, self._components = facts, components
        self._read: dict[Quantity, Decimals] = {}

    def of(self, quantity: Quantity) -> Decimals:
        if quantity not in self._read:
            self._read[quantity] = self._quantity(quantity)
        return self._read[quantity]

    def one(self) -> Decimals:
        """The denominator of a plain quantity, of firms with facts."""
        return read_decimals(["1" if present else "" for present in self._facts.present])

    def _quantity(self, quantity: Quantity) -> Decimals:
        if quantity is Quantity.LAND:
            return self._land()
        if quantity is Quantity.TAX:
            return self._tax()
        return read_decimals(self._facts.quantities[quantity])

    def _land(self) -> Decimals:
        """Owned + leased in − leased out; absent when the land owned is."""
        owned, leased_in, leased_out = map(self.of, _LAND)
        scale = max(owned.scale, leased_in.scale, leased_out.scale)
        leased = minus(leased_in.at_scale(scale), leased_out.at_scale(scale))
        return Decimals(np.where(owned.known, plus(owned.at_scale(scale), leased), 0), scale, owned.known)

    def _tax(self) -> Decimals:
        """The sum over the components of firms with rows of taxes; of the others, the tax as given."""
        texts = list(self._facts.quantities[Quantity.TAX])
        if self._components:
            for row, paid in self._facts.taxes.items():
                texts[row] = self._tax_of(paid)
        return read_decimals(texts)

    def _tax_of(self, paid: Mapping[str, str]) -> str:
        amounts = [Decimal(paid[component]) for component in self._components if component in paid]
        return f"{plain(exact_sum(amounts))}" if amounts else ""


_LAND = (Quantity.LAND_OWNED, Quantity.LAND_LEASED_IN, Quantity.LAND_LEASED_OUT)
