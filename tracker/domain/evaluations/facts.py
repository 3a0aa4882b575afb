"""A firm and its figures of one year, as the bureaus give them; absent is None and not zero."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from indicators.domain.exact import exact

ZERO = Decimal(0)


class SizeClass(StrEnum):
    """规上, 规下, services."""

    ABOVE = "above"
    BELOW = "below"
    SERVICE = "service"


class Quantity(StrEnum):
    """What an item may put above or below the line; `land` is what the firm uses, whoever owns it."""

    TAX = "tax"
    LAND = "land"
    LAND_OWNED = "land_owned"
    LAND_LEASED_IN = "land_leased_in"
    LAND_LEASED_OUT = "land_leased_out"
    REVENUE = "revenue"
    VALUE_ADDED = "value_added"
    FIXED_INVESTMENT = "fixed_investment"
    ENERGY = "energy"
    EMISSIONS = "emissions"
    ELECTRICITY = "electricity"
    STAFF = "staff"
    RD_SPENDING = "rd_spending"


QUANTITY_NAMES = {
    Quantity.TAX: "税收",
    Quantity.LAND: "用地面积",
    Quantity.LAND_OWNED: "自有用地",
    Quantity.LAND_LEASED_IN: "租入用地",
    Quantity.LAND_LEASED_OUT: "租出用地",
    Quantity.REVENUE: "营业收入",
    Quantity.VALUE_ADDED: "增加值",
    Quantity.FIXED_INVESTMENT: "固定资产投资",
    Quantity.ENERGY: "能耗",
    Quantity.EMISSIONS: "污染物排放",
    Quantity.ELECTRICITY: "用电量",
    Quantity.STAFF: "从业人员",
    Quantity.RD_SPENDING: "研发投入",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """A row of `enterprises.csv`."""

    code: str
    name: str = ""
    park: str = ""
    area: str = ""
    industry: str = ""
    size_class: SizeClass
    in_production_from: date | None = None
    exempt_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmFacts:
    """A row of `enterprise_facts.csv` with its taxes by component.

    Money in 万元, land in 亩, energy in 吨标准煤, emissions in 吨, electricity in 万千瓦时, staff in persons.
    `size_class` and `exempt_reason` are those of the year; empty, the firm's own count.
    """

    year: int
    tax: Decimal | None = None
    land_owned: Decimal | None = None
    land_leased_in: Decimal | None = None
    land_leased_out: Decimal | None = None
    revenue: Decimal | None = None
    value_added: Decimal | None = None
    fixed_investment: Decimal | None = None
    energy: Decimal | None = None
    emissions: Decimal | None = None
    electricity: Decimal | None = None
    staff: Decimal | None = None
    rd_spending: Decimal | None = None
    bonus: Decimal | None = None
    penalty: Decimal | None = None
    veto: bool = False
    promotion: str = ""
    grade_cap: str = ""
    size_class: SizeClass | None = None
    exempt_reason: str = ""
    taxes: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    @exact
    def land(self) -> Decimal | None:
        """Owned + leased in − leased out; absent when the land owned is, whatever was leased."""
        if self.land_owned is None:
            return None
        return self.land_owned + (self.land_leased_in or ZERO) - (self.land_leased_out or ZERO)

    @exact
    def tax_of(self, components: tuple[str, ...]) -> Decimal | None:
        """The sum over the named components; without any, or for a firm without rows of taxes, the tax as given.

        A firm whose rows name none of them has no tax in this sense: absent, since its total holds other taxes.

        >>> facts = FirmFacts(year=2022, tax=Decimal(9), taxes={"增值税": Decimal(5), "房产税": Decimal(2)})
        >>> facts.tax_of(("增值税",)), facts.tax_of(()), facts.tax_of(("企业所得税",))
        (Decimal('5'), Decimal('9'), None)
        """
        if not components or not self.taxes:
            return self.tax
        present = [self.taxes[component] for component in components if component in self.taxes]
        return sum(present, ZERO) if present else None

    def quantity(self, quantity: Quantity, components: tuple[str, ...] = ()) -> Decimal | None:
        """One quantity; the tax is made up of `components`."""
        if quantity is Quantity.TAX:
            return self.tax_of(components)
        return getattr(self, quantity)


def size_class_of(firm: Firm, facts: FirmFacts) -> SizeClass:
    """The class of the year's list, which is frozen; else the firm's."""
    return facts.size_class or firm.size_class
