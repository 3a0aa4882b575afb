"""The rows of the package's tables."""

from collections.abc import Iterable, Sequence

from demo.evaluation_firms import NEW, NEXT_YEAR, PARKS, STORED_PARK, THIS_YEAR, UTILITIES, VETOED, YEARS, Firm
from demo.evaluation_numbers import cents, part_of, plain, total
from demo.evaluation_schemes import scheme_code
from tracker.domain.evaluation_tables import ENTERPRISE_FACTS

AREA_COLUMNS = ("code", "name", "kind", "parent", "valid_from", "valid_until", "succeeds", "class")
LABEL = "（演示数据）"
TAXES = (("增值税", 48), ("企业所得税", 31), ("城市维护建设税", 6), ("城镇土地使用税", 9))
LAST_TAX = "房产税"  # what the shares above leave


def area_rows() -> Iterable[Sequence[str]]:
    for park in PARKS:
        if park.code != STORED_PARK:
            yield park.code, park.name, "park", park.county, "", "", "", ""


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
            written |= {name: plain(value) for name, value in firm.facts[year].items()}
            yield [written.get(name, "") for name in ENTERPRISE_FACTS.columns]


def tax_rows(made: Iterable[Firm]) -> Iterable[Sequence[str]]:
    for firm in made:
        for year in YEARS:
            tax = firm.facts[year]["tax"]
            if tax is None:
                continue
            parts = {name: cents(part_of(tax, share)) for name, share in TAXES}
            parts[LAST_TAX] = tax - total(parts.values())
            for component, amount in parts.items():
                yield firm.code, str(year), component, plain(amount), "演示数据"


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
