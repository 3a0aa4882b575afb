"""Writes `demo/evaluation/`: invented firms in the parks of Xiangtan, from a fixed seed, in exact decimals.

Run from the top of the tree: `PYTHONPATH=. python demo/make_evaluation.py`. The same files come out every time.
"""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from pathlib import Path
from random import Random

from indicators.domain.packages import INDICATORS, PEER_GROUPS
from tracker.domain.evaluation_tables import ENTERPRISE_FACTS, ENTERPRISE_TAXES, ENTERPRISES, ROUNDS
from tracker.domain.evaluations.code_check import check_character

TARGET = Path(__file__).parent / "evaluation"
SEED = 20231231
THIS_YEAR, LAST_YEAR, NEXT_YEAR = 2023, 2022, 2024
YEARS = (LAST_YEAR, THIS_YEAR, NEXT_YEAR)
# 万元/亩 of all parks together: published for 2023, with growth of 19.8 %, hence 10.3255 the year before.
TAX_PER_MU = {THIS_YEAR: Decimal("12.37"), LAST_YEAR: Decimal("10.3255")}
CENT = Decimal("0.01")
LABEL = "（演示数据）"
WHOLE_LAND = Decimal(100)  # Σ land is a multiple of it, so that Σ tax has no more than two decimals


@dataclass(frozen=True, slots=True)
class Park:
    """`strength` is its tax per mu against the others, in percent; `above` and `below` count its firms."""

    code: str
    name: str
    short: str
    county: str
    strength: int
    above: int
    below: int


# The code of 湘乡 stands in `xiangtan/areas.csv` already; the others are this package's own.
PARKS = (
    Park("430304-GXQ", "湘潭高新技术产业开发区", "高新区", "430304", 135, 40, 22),
    Park("430302-JKQ", "湘潭经济技术开发区", "经开区", "430302", 125, 44, 20),
    Park("430321-TYQ", "湘潭天易经济开发区", "天易经开区", "430321", 95, 34, 20),
    Park("430304-ZSQ", "湘潭昭山经济开发区", "昭山经开区", "430304", 80, 8, 10),
    Park("430381-JKQ", "湘乡经济开发区", "湘乡经开区", "430381", 70, 28, 18),
    Park("430302-YHQ", "湘潭雨湖工业集中区", "雨湖集中区", "430302", 65, 14, 16),
    Park("430304-YTQ", "湘潭岳塘经济开发区", "岳塘经开区", "430304", 85, 14, 14),
)
STORED_PARK = "430381-JKQ"
INDUSTRIES = ("通用设备制造", "汽车零部件", "电气机械", "食品加工", "金属制品", "新材料", "电子信息", "医药制造")
TAXES = (("增值税", 48), ("企业所得税", 31), ("城市维护建设税", 6), ("城镇土地使用税", 9))
LAST_TAX = "房产税"  # what the shares above leave
UTILITIES = (17, 61, 133, 202)
VETOED = (9, 58, 120, 188, 251)
NEW = (23, 77, 146, 230)  # in production since 2022
WITHOUT_LAND_AND_TAX = (41, 260)
BONUS, PENALTY = (5, 70, 141), (33, 99)


@dataclass(slots=True)
class Firm:
    """`facts` by year and column."""

    number: int
    park: Park
    industry: str
    size_class: str
    facts: dict[int, dict[str, Decimal | None]] = field(default_factory=dict)

    @property
    def code(self) -> str:
        first = f"91{self.park.county}MADEM{self.number:04d}"
        return first + check_character(first)

    @property
    def name(self) -> str:
        return f"演示企业{self.number:03d}号（{self.park.short}·{self.industry}）"

    @property
    def is_rated(self) -> bool:
        return self.number not in (*UTILITIES, *NEW)

    def land(self, year: int) -> Decimal:
        facts = self.facts[year]
        return _number(facts["land_owned"]) + _number(facts["land_leased_in"]) - _number(facts["land_leased_out"])


def firms(random: Random) -> list[Firm]:
    """The firms with the facts of both years; tax per mu is set afterwards by `balance`."""
    made: list[Firm] = []
    for park in PARKS:
        for size_class in ["above"] * park.above + ["below"] * park.below:
            firm = Firm(len(made) + 1, park, random.choice(INDUSTRIES), size_class)
            _give_facts(firm, random)
            made.append(firm)
    _lease(made, random)
    return made


def _give_facts(firm: Firm, random: Random) -> None:
    above = firm.size_class == "above"
    land = Decimal(random.randint(200, 1800) if above else random.randint(30, 300)) / 10
    revenue_per_mu = Decimal(random.randint(150, 700) if above else random.randint(90, 420))
    revenue = _percent(land * revenue_per_mu, firm.park.strength)
    tax_per_mu = Decimal(random.randint(20, 260) * firm.park.strength) / 2000
    energy_per_revenue = Decimal(random.randint(8, 150)) / 1000
    emissions_per_revenue = Decimal(random.randint(1, 60)) / 10_000
    growth = random.randint(68, 104)
    for year, percent in ((LAST_YEAR, growth), (THIS_YEAR, 100)):
        of_year = _percent(revenue, percent + random.randint(-5, 5))
        firm.facts[year] = {
            "tax": _cents(_percent(land * tax_per_mu, percent)),
            "land_owned": land,
            "land_leased_in": None,
            "land_leased_out": None,
            "revenue": _cents(of_year),
            "value_added": _cents(_percent(of_year, random.randint(18, 34))),
            "fixed_investment": _cents(_percent(land, random.randint(200, 6000))),
            "energy": _cents(of_year * energy_per_revenue),
            "emissions": (of_year * emissions_per_revenue).quantize(Decimal("0.0001"), ROUND_HALF_UP),
            "electricity": _cents(of_year * energy_per_revenue / 4),
            "staff": Decimal(random.randint(60, 900) if above else random.randint(8, 70)),
            "rd_spending": _cents(of_year * random.randint(2, 60) / 1000),
            "bonus": None,
            "penalty": None,
        }
        for name in ("fixed_investment", "energy", "emissions", "rd_spending"):
            if random.randint(1, 100) <= 4:
                firm.facts[year][name] = None


def _lease(made: Sequence[Firm], random: Random) -> None:
    """Some let land to the next firm of their park: what one leases out the other leases in."""
    for owner, tenant in pairwise(made):
        apart = owner.park is not tenant.park or owner.is_rated != tenant.is_rated
        leased = any(firm.facts[THIS_YEAR]["land_leased_in"] for firm in (owner, tenant))
        if apart or leased or random.randint(1, 12) != 1:
            continue
        for year in (LAST_YEAR, THIS_YEAR):
            area = _percent(_number(owner.facts[year]["land_owned"]), 20).quantize(Decimal("0.1"), ROUND_HALF_UP)
            owner.facts[year]["land_leased_out"] = tenant.facts[year]["land_leased_in"] = area


def carry_on(made: Iterable[Firm], random: Random) -> None:
    """The facts of the year that is still collected: land and staff as they were, the rest a little more or less."""
    kept = ("land_owned", "land_leased_in", "land_leased_out", "staff", "bonus", "penalty")
    for firm in made:
        percent = random.randint(92, 118)
        firm.facts[NEXT_YEAR] = {
            name: value
            if value is None or name in kept
            else _alike(_percent(value, percent + random.randint(-4, 4)), value)
            for name, value in firm.facts[THIS_YEAR].items()
        }


def balance(group: Sequence[Firm], year: int) -> None:
    """Scale taxes and set the largest firm's land and tax so that Σ tax ÷ Σ land is exact for the group."""
    counted = [firm for firm in group if firm.number not in WITHOUT_LAND_AND_TAX]
    largest = max(counted, key=lambda firm: firm.land(year))
    land = _total(firm.land(year) for firm in counted)
    largest.facts[year]["land_owned"] = _number(largest.facts[year]["land_owned"]) - land % WHOLE_LAND + WHOLE_LAND
    wanted = (land - land % WHOLE_LAND + WHOLE_LAND) * TAX_PER_MU[year]
    given = _total(_number(firm.facts[year]["tax"]) for firm in counted)
    for firm in counted:
        firm.facts[year]["tax"] = _cents(_number(firm.facts[year]["tax"]) * wanted / given)
    rest = wanted - _total(_number(firm.facts[year]["tax"]) for firm in counted)
    largest.facts[year]["tax"] = _cents(_number(largest.facts[year]["tax"]) + rest)


def mark(made: Sequence[Firm]) -> None:
    """Bonus and penalty points, and two firms that no bureau gave land and tax of."""
    for firm in made:
        this_year = firm.facts[THIS_YEAR]
        this_year["bonus"] = Decimal(3) if firm.number in BONUS else None
        this_year["penalty"] = Decimal(2) if firm.number in PENALTY else None
        if firm.number in WITHOUT_LAND_AND_TAX:
            for facts in firm.facts.values():
                facts |= dict.fromkeys(("tax", "land_owned", "land_leased_in", "land_leased_out"))


def enterprise_rows(made: Iterable[Firm]) -> Iterable[Sequence[str]]:
    for firm in made:
        since = ""
        if firm.number in NEW:
            since = "2022-03-01" if firm.number % 2 else "2022-09-01"
        exempt = "演示：公用事业企业" if firm.number in UTILITIES else ""
        yield firm.code, firm.name, firm.park.code, firm.park.county, firm.industry, firm.size_class, since, exempt


def fact_rows(made: Iterable[Firm]) -> Iterable[Sequence[str]]:
    for firm in made:
        for year in YEARS:
            veto = "yes" if year == THIS_YEAR and firm.number in VETOED else ""
            written = {"enterprise": firm.code, "year": str(year), "veto": veto}
            written |= {name: _plain(value) for name, value in firm.facts[year].items()}
            yield [written.get(name, "") for name in ENTERPRISE_FACTS.columns]


def tax_rows(made: Iterable[Firm]) -> Iterable[Sequence[str]]:
    for firm in made:
        for year in YEARS:
            tax = firm.facts[year]["tax"]
            if tax is None:
                continue
            parts = {name: _cents(_percent(tax, share)) for name, share in TAXES}
            parts[LAST_TAX] = tax - _total(parts.values())
            for component, amount in parts.items():
                yield firm.code, str(year), component, _plain(amount), "演示数据"


def schemes() -> dict[str, object]:
    """The demonstration weights for firms above scale; those below after the items of 黄岩, with group averages."""
    above = [
        ("tax_per_mu", "亩均税收", "tax", "land", "35"),
        ("revenue_per_mu", "亩均营收", "revenue", "land", "20"),
        ("investment_per_mu", "亩均固投", "fixed_investment", "land", "10"),
        ("rd_intensity", "研发投入强度", "rd_spending", "revenue", "15"),
        ("output_per_energy", "单位能耗产值", "revenue", "energy", "10"),
        ("emission_intensity", "单位营收排放", "emissions", "revenue", "10"),
    ]
    below = [
        ("tax_per_mu", "亩均税收", "tax", "land", "50"),
        ("tax_per_electricity", "单位用电税收", "tax", "electricity", "50"),
    ]
    policies = {"A": ["演示：用地、用能优先保障"], "D": ["演示：不新增用地，限期整改"]}
    return {
        "schemes": [
            scheme
            for year in YEARS
            for scheme in (
                _scheme(year, "above", "规上", above, {}),
                _scheme(year, "below", "规下", below, policies),
            )
        ]
    }


def scheme_code(year: int, size_class: str) -> str:
    """The first ones were those of 2023."""
    return f"xiangtan-demo-{size_class}" + ("" if year == THIS_YEAR else f"-{year}")


def _scheme(
    year: int,
    size_class: str,
    word: str,
    items: Iterable[tuple[str, str, str, str, str]],
    policies: dict[str, list[str]],
) -> dict[str, object]:
    names = (("A", "重点支持", "0.20"), ("B", "鼓励提升", "0.60"), ("C", "帮扶转型", "0.95"), ("D", "倒逼整治", "1"))
    grades = [
        {"grade": grade, "name": name, "up_to": up_to} | ({"policies": policies[grade]} if grade in policies else {})
        for grade, name, up_to in names
    ]
    return {
        "scheme": scheme_code(year, size_class),
        "name": f"湘潭园区{word}企业 {year} (演示权重, 非官方)",
        "year": year,
        "size_class": size_class,
        "official": False,
        "group_by": ["size_class"],
        "items": [_item(*item) for item in items],
        "coefficient": "1",
        "bonus_ceiling": "10",
        "grades": grades,
        "minimum_group_size": 5,
        "unrated_counted": False,
        "veto_grade": "D",
    }


def _item(code: str, name: str, numerator: str, denominator: str, weight: str) -> dict[str, object]:
    lower = numerator == "emissions"
    return {
        "item": code,
        "name": name,
        "numerator": numerator,
        "denominator": denominator,
        "weight": weight,
        "formula": "inverse" if lower else "benchmark",
        "baseline": {"group_average": "1"},
        "direction": "lower" if lower else "higher",
        "cap": "1" if lower else "1.5",
        "floor": "0",
        "missing": "zero",
    }


def indicator_rows() -> Iterable[Sequence[str]]:
    """The sums that a published round brings, and the ratio the catalogue computes from them."""
    summed = "演示数据：评价批次 XT-2022、XT-2023 发布时按参评企业汇总"
    ratio = "演示数据：Σ 税收 ÷ Σ 用地面积，不是各企业、各园区比值的平均"
    tail = ("higher", "year", "2", "1")
    yield (
        "EVAL_LAND",
        f"园区企业用地面积{LABEL}",
        "亩",
        "stock",
        *tail,
        "",
        "",
        "",
        "yes",
        "自然资源和规划局",
        "园区",
        summed,
        "",
    )
    yield "EVAL_TAX", f"园区企业税收{LABEL}", "万元", "flow", *tail, "", "", "", "yes", "税务局", "园区", summed, ""
    inputs = ("EVAL_TAX", "EVAL_LAND", "1")
    name = f"园区企业亩产税收{LABEL}"
    yield "EVAL_TAX_PER_MU", name, "万元/亩", "ratio", *tail, *inputs, "yes", "发展和改革委员会", "园区", ratio, ""


def member_rows() -> Iterable[Sequence[str]]:
    for code in sorted(park.code for park in PARKS):
        yield "xiangtan-parks", f"湘潭市园区{LABEL}", code, "", ""


def round_rows() -> Iterable[Sequence[str]]:
    """Two to be published, and a trial that stays open for trying the way."""
    for year in YEARS:
        used = " ".join(scheme_code(year, size_class) for size_class in ("above", "below"))
        trial = "yes" if year == NEXT_YEAR else "no"
        yield f"XT-{year}", f"湘潭市{year}年度亩产评价（演示数据：演示企业，演示权重）", str(year), used, trial


def _number(value: Decimal | None) -> Decimal:
    return Decimal(0) if value is None else value


def _total(values: Iterable[Decimal]) -> Decimal:
    return sum(values, Decimal(0))


def _percent(value: Decimal, percent: int) -> Decimal:
    return value * percent / 100


def _cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


def _alike(value: Decimal, other: Decimal) -> Decimal:
    """With as many decimals."""
    return value.quantize(other, ROUND_HALF_UP)


def _plain(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f")


def _write(name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with (TARGET / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def main() -> None:
    made = firms(Random(SEED))  # noqa: S311 - figures to look at, no secrets
    for year in (LAST_YEAR, THIS_YEAR):
        # Both apart, so that the ratio is the same with and without the firms that are not evaluated.
        balance([firm for firm in made if firm.is_rated], year)
        balance([firm for firm in made if not firm.is_rated], year)
    mark(made)
    carry_on(made, Random(SEED + 1))  # noqa: S311
    TARGET.mkdir(exist_ok=True)
    parks = [park for park in PARKS if park.code != STORED_PARK]
    area_columns = ("code", "name", "kind", "parent", "valid_from", "valid_until", "succeeds", "class")
    _write("areas.csv", area_columns, [(each.code, each.name, "park", each.county, "", "", "", "") for each in parks])
    _write(ENTERPRISES.file, ENTERPRISES.columns, enterprise_rows(made))
    _write(ENTERPRISE_FACTS.file, ENTERPRISE_FACTS.columns, fact_rows(made))
    _write(ENTERPRISE_TAXES.file, ENTERPRISE_TAXES.columns, tax_rows(made))
    text = json.dumps(schemes(), ensure_ascii=False, indent=1)
    (TARGET / "schemes.json").write_text(f"{text}\n", encoding="utf-8")
    _write(ROUNDS.file, ROUNDS.columns, round_rows())
    _write(INDICATORS.file, INDICATORS.columns, indicator_rows())
    _write(PEER_GROUPS.file, PEER_GROUPS.columns, member_rows())


if __name__ == "__main__":
    main()
