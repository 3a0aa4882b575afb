"""The schemes: weights of the demonstration, official nowhere."""

from collections.abc import Iterable

from demo.evaluation_firms import THIS_YEAR, YEARS


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
