"""Firms, facts and rounds for tests. Codes carry their right check character."""

from decimal import Decimal
from typing import Any

from indicators.models import Area
from tests.builders import TESTER
from tracker.domain.evaluations.code_check import check_character
from tracker.domain.evaluations.scheme_reading import read_scheme
from tracker.domain.evaluations.scheme_writing import write_scheme
from tracker.models import Enterprise, Round, Scheme
from tracker.services.evaluations.facts import FactContent, write_facts
from tracker.services.evaluations.posting import EMPTY

# Case C16 of the domain reference: 黄岩 2022, firms above scale.
ITEMS = (
    ("tax_per_mu", "亩均税收", "tax", "land", "30", "24.097", "zero"),
    ("value_added_per_mu", "亩均增加值", "value_added", "land", "20", "136.16", "zero"),
    ("value_added_per_energy", "单位能耗增加值", "value_added", "energy", "20", "2.694", "zero"),
    ("value_added_per_emission", "单位排放增加值", "value_added", "emissions", "10", "4929.81", "group_average_score"),
    ("value_added_per_head", "全员劳动生产率", "value_added", "staff", "10", "18.14", "zero"),
    ("rd_intensity", "R&D占主营业务收入比", "rd_spending", "revenue", "10", "0.0302", "zero"),
)
C16 = {
    "tax": "600",
    "land_owned": "30",
    "value_added": "3600",
    "energy": "1500",
    "emissions": "0.8",
    "staff": "200",
    "rd_spending": "300",
    "revenue": "12000",
}


def enterprise_code(number: int) -> str:
    """The code of the `number`-th firm of Xiangtan."""
    first = f"91430300MA4L{number:05d}"
    return first + check_character(first)


def huangyan(code: str = "huangyan", **changes: Any) -> dict[str, Any]:
    """The scheme of case C16 as `schemes.json` writes it."""
    items = [
        {
            "item": item,
            "name": name,
            "numerator": above,
            "denominator": below,
            "weight": weight,
            "formula": "benchmark",
            "baseline": {"fixed": baseline},
            "direction": "higher",
            "cap": None,
            "floor": "0",
            "missing": missing,
        }
        for item, name, above, below, weight, baseline, missing in ITEMS
    ]
    grades = [
        {"grade": grade, "up_to": up_to} for grade, up_to in zip("ABCD", ("0.20", "0.60", "0.95", "1"), strict=True)
    ]
    return {
        "scheme": code,
        "name": "黄岩区2022年度规上工业企业",
        "year": 2022,
        "size_class": "above",
        "official": True,
        "group_by": ["size_class"],
        "items": items,
        "coefficient": "1",
        "bonus_ceiling": None,
        "grades": grades,
        "minimum_group_size": 5,
        "unrated_counted": False,
        "veto_grade": "D",
        **changes,
    }


def make_scheme(content: dict[str, Any] | None = None) -> Scheme:
    read = read_scheme(content or huangyan())
    assert not read.faults, read.faults
    [scheme] = read.schemes
    return Scheme.objects.create(
        code=scheme.code,
        name=scheme.name,
        year=scheme.year,
        size_class=scheme.size_class,
        official=scheme.official,
        content=write_scheme(scheme),
    )


def make_round(code: str = "R2022", *schemes: Scheme, year: int = 2022, **fields: Any) -> Round:
    made = Round.objects.create(code=code, name=fields.pop("name", code), year=year, **fields)
    made.schemes.set(schemes)
    return made


def make_enterprise(number: int, area: Area, **fields: Any) -> Enterprise:
    given = {"name": f"企业{number}", "size_class": "above", **fields}
    return Enterprise.objects.create(code=enterprise_code(number), area=area, **given)


def give_facts(enterprise: Enterprise, year: int = 2022, **facts: Any) -> None:
    """Facts as text; `veto` and the marks as they are."""
    content = {
        name: Decimal(value) if isinstance(value, str) and EMPTY[name] is None else value
        for name, value in facts.items()
    }
    write_facts([FactContent(enterprise.code, year, {**EMPTY, **content})], actor=TESTER, reason="test")
