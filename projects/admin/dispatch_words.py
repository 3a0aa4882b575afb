"""The numbers of the dispatch board in words: rounded half up, once, here."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from indicators.admin.figures import NO_DATA
from indicators.choices import AreaKind
from indicators.domain.numbers import plain, plain_rounded, plain_six
from projects.domain.dispatch import GROUPS, Board
from projects.domain.lights import NAMES, Limits
from projects.domain.rates import Rate, Rates

GROUP_TITLES = {"kind": "按类别", "area": "按地区", "theme": "按专题（可重叠，不相加）", "lead": "按牵头单位"}
PLACE_TITLES = {AreaKind.COUNTY: ("county", "县市区位次"), AreaKind.PARK: ("park", "园区位次")}
RATE_NAMES = {
    "starting": ("开工率", "已开工", "计划新开工"),
    "investment": ("投资完成率", "完成", "计划"),
    "funding": ("资金到位率", "到位", "计划资金"),
    "completing": ("按期竣工率", "按期竣工", "应竣工"),
}
AMOUNT_DIGITS, SHARE_DIGITS = 2, 1


def amount(value: Decimal | None, *, exact: bool = False) -> str:
    """万元."""
    if value is None:
        return "" if exact else NO_DATA
    return plain(value) or "" if exact else plain_rounded(value, AMOUNT_DIGITS)


def share(value: Decimal | None, *, exact: bool = False) -> str:
    if exact:
        return plain_six(value) or ""
    return NO_DATA if value is None else f"{plain_rounded(value, SHARE_DIGITS)}%"


def points(value: Decimal | None, *, exact: bool = False) -> str:
    """Percentage points with their sign.

    >>> points(Decimal("13.83")), points(Decimal("-0.04")), points(None)
    ('+13.8', '0.0', '—')
    """
    if exact:
        return plain_six(value) or ""
    if value is None:
        return NO_DATA
    text = plain_rounded(value, SHARE_DIGITS)
    return f"+{text}" if Decimal(text) > 0 else text


def rate_words(rates: Rates) -> list[dict[str, str]]:
    """The four rates, each with what it was divided from or why it is unknown."""
    return [_rate(getattr(rates, name), *words) for name, words in RATE_NAMES.items()]


def _rate(rate: Rate, name: str, part: str, whole: str) -> dict[str, str]:
    if rate.share is None:
        return {"name": name, "share": NO_DATA, "of": rate.reason}
    of = f"{part} {_short(rate.part)} ÷ {whole} {_short(rate.whole)}"
    return {"name": name, "share": share(rate.share), "of": of}


def _short(value: Decimal | None) -> str:
    if value is None:
        return NO_DATA
    return plain(value) or "" if value == value.to_integral_value() else plain_rounded(value, AMOUNT_DIGITS)


def light_words(limits: Limits) -> str:
    green, yellow = plain(limits.green_from), plain(limits.yellow_from)
    return (
        f"超序时进度不低于 {green} 个百分点为绿灯，低于 {green}、不低于 {yellow} 为黄灯，低于 {yellow} 为红灯；"
        "按未取舍的数比较。"
    )


def group_tables(board: Board, names: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "title": GROUP_TITLES[by],
            "rows": [
                {
                    "name": (names[each.name] if by == "area" else each.name) or "（未填）",
                    "projects": each.summary.projects,
                    "planned": amount(each.summary.planned),
                    "invested": amount(each.summary.invested),
                    "completion": share(each.summary.completion),
                    "starting": share(each.rates.starting.share),
                    "funding": share(each.rates.funding.share),
                    "completing": share(each.rates.completing.share),
                    "ahead": points(each.summary.ahead),
                    "lights": "，".join(f"{NAMES[light]} {number}" for light, number in each.lights.items() if number),
                }
                for each in board.groups(by)
            ],
        }
        for by in GROUPS
    ]


def place_tables(board: Board, members: Mapping[AreaKind, Mapping[str, str]]) -> list[dict[str, Any]]:
    """Counties and parks by completion; one without figures has no place and does not count."""
    tables = []
    for kind, (by, title) in PLACE_TITLES.items():
        ranked = board.places(by, members[kind])
        rows = [
            {
                "name": members[kind][each.key],
                "place": each.place or NO_DATA,
                "completion": NO_DATA if each.value is None else f"{plain_rounded(each.value, SHARE_DIGITS)}%",
            }
            for each in ranked.places
        ]
        if ranked.of:
            tables.append({"title": f"{title}（{ranked.of} 个有数）", "rows": rows})
    return tables
