"""The evaluation once more, from the text of `domain.md` §4 alone: exact fractions, schemes as written, rows of texts.

Nothing of the product is used here, so that a misreading has to be made twice to go unseen.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import floor
from typing import Any

Row = dict[str, str]
MILLION = 10**6


def six(number: Fraction) -> Fraction:
    """Half up, away from zero."""
    size = floor(abs(number) * MILLION + Fraction(1, 2))
    return Fraction(size if number >= 0 else -size, MILLION)


def fact(row: Row | None, name: str, components: Sequence[str]) -> Fraction | None:
    if row is None:
        return None
    if name == "land":
        owned = fact(row, "land_owned", components)
        if owned is None:
            return None
        leased_in, leased_out = (fact(row, f"land_leased_{way}", components) for way in ("in", "out"))
        return owned + (leased_in or 0) - (leased_out or 0)
    if name == "tax" and components and row.get("taxes"):
        paid = dict(pair.split("=") for pair in row["taxes"].split(";"))
        amounts = [Fraction(paid[component]) for component in components if component in paid]
        return sum(amounts, Fraction(0)) if amounts else None
    return Fraction(row[name]) if row.get(name) else None


def sides(item: dict[str, Any], row: Row | None, components: Sequence[str]) -> tuple[Fraction, Fraction] | None:
    """Numerator and positive denominator."""
    above = fact(row, item["numerator"], components)
    below = Fraction(1) if item["denominator"] is None else fact(row, item["denominator"], components)
    if row is None or above is None or below is None or below <= 0:
        return None
    return above, below


def pool(pairs: Sequence[tuple[Fraction, Fraction]]) -> Fraction | None:
    if not pairs:
        return None
    return sum((above for above, _ in pairs), Fraction(0)) / sum((below for _, below in pairs), Fraction(0))


def values(item: dict[str, Any], now: list[Any], before: list[Any]) -> list[Fraction | None]:
    found: list[Fraction | None] = []
    for this, last in zip(now, before, strict=True):
        if this is None:
            found.append(None)
        elif not item.get("change"):
            found.append(this[0] / this[1])
        elif last is None or last[0] <= 0:
            found.append(None)
        else:
            found.append(1 - (this[0] / this[1]) / (last[0] / last[1]))
    return found


def baseline_of(item: dict[str, Any], now: list[Any], before: list[Any], x: list[Fraction | None]) -> Fraction | None:
    ((kind, number),) = item["baseline"].items()
    if kind == "fixed":
        return Fraction(number)
    if kind == "previous_average":
        average = pool([pair for pair in before if pair is not None])
    else:
        having = [place for place, value in enumerate(x) if value is not None]
        average = pool([now[place] for place in having])
        if item.get("change") and average is not None:
            earlier = pool([before[place] for place in having])
            assert earlier is not None
            average = 1 - average / earlier
    return None if average is None else six(Fraction(number) * average)


def item_scores(item: dict[str, Any], now: list[Any], before: list[Any]) -> tuple[list[Fraction], list[bool]]:
    weight, x = Fraction(item["weight"]), values(item, now, before)
    known = [value for value in x if value is not None]
    yardstick: Fraction | None = None
    usable = bool(known)
    if item["formula"] in ("benchmark", "inverse"):
        yardstick = baseline_of(item, now, before, x)
        usable = yardstick is not None and yardstick > 0
    elif item["formula"] == "maximum" and known:
        yardstick = max(known)
        usable = yardstick > 0
    scores: list[Fraction | None] = []
    for value in x:
        if value is None or not usable:
            scores.append(None)
            continue
        if item["formula"] == "min_max":
            low, high = min(known), max(known)
            if low == high:
                score = weight
            else:
                way = high - value if item["direction"] == "lower" else value - low
                score = weight * (20 + 80 * way / (high - low)) / 100
        else:
            assert yardstick is not None
            if item["formula"] == "inverse":
                score = Fraction(0) if value >= 2 * yardstick else (2 - value / yardstick) * weight / 2
            else:
                score = value / yardstick * weight
        if item["cap"] is not None:
            score = min(score, Fraction(item["cap"]) * weight)
        if item["floor"] is not None:
            score = max(score, Fraction(item["floor"]))
        scores.append(six(score))
    having = [score for score in scores if score is not None]
    stand_in = Fraction(0)
    if item["missing"] == "full":
        stand_in = weight
    elif item["missing"] == "group_average_score" and having:
        stand_in = six(sum(having, Fraction(0)) / len(having))
    return [six(stand_in) if score is None else score for score in scores], [score is None for score in scores]


def is_unrated(row: Row, year: int) -> bool:
    if row.get("exempt_reason"):
        return True
    since = row.get("in_production_from")
    if not since:
        return False
    full_on = f"{int(since[:4]) + 2}{since[4:]}"  # 24 months later; ISO dates compare as texts
    return full_on > f"{year}-12-31"


def evaluate(scheme: dict[str, Any], rows: list[Row], last_year: list[Row | None]) -> list[dict[str, Any]]:
    """Items, total, rank, of and grade of every firm of one group, in the order of the rows."""
    components = scheme.get("tax_components", ())
    rated = [place for place, row in enumerate(rows) if not is_unrated(row, scheme["year"])]
    of = len(rows) if scheme.get("unrated_counted") else len(rated)
    items: list[list[Fraction]] = []
    totals = [Fraction(0) for _ in rated]
    off = [Fraction(0) for _ in rated]
    for item in scheme["items"]:
        now = [sides(item, rows[place], components) for place in rated]
        before = [sides(item, last_year[place], components) for place in rated]
        scores, missing = item_scores(item, now, before)
        items.append(scores)
        for index, score in enumerate(scores):
            totals[index] += score
            if isinstance(item["missing"], dict) and missing[index]:
                off[index] += Fraction(item["missing"]["penalty"])
    for index, place in enumerate(rated):
        total = six(totals[index] * Fraction(scheme.get("coefficient", "1")))
        bonus = Fraction(rows[place].get("bonus") or 0)
        if scheme.get("bonus_ceiling") is not None:
            bonus = min(bonus, Fraction(scheme["bonus_ceiling"]))
        totals[index] = total + bonus - Fraction(rows[place].get("penalty") or 0) - off[index]
    cards: list[dict[str, Any]] = [{"items": [], "total": None, "rank": None, "of": of, "grade": "T"} for _ in rows]
    for index, place in enumerate(rated):
        position = 1 + sum(other > totals[index] for other in totals)
        freed = [other for other, each in zip(totals, rated, strict=True) if rows[each].get("veto") == "yes"]
        ahead = sum(other > totals[index] for other in freed) if scheme.get("veto_frees_place") else 0
        cards[place] = {
            "items": [column[index] for column in items],
            "total": totals[index],
            "rank": position,
            "of": of,
            "grade": grade(scheme, rows[place], position - ahead, of),
        }
    return cards


def grade(scheme: dict[str, Any], row: Row, position: int, of: int) -> str | None:
    order = [each["grade"] for each in scheme["grades"]]
    got: str | None = None
    if of >= scheme.get("minimum_group_size", 5):
        cuts = [floor(Fraction(each["up_to"]) * of) for each in scheme["grades"]]
        got = next(code for code, cut in zip(order, cuts, strict=True) if position <= cut)
        for rule in scheme.get("promotions", ()):
            if rule["when"] == row.get("promotion"):
                got = order[min(order.index(got), order.index(rule["grade"]))]
        for rule in scheme.get("grade_caps", ()):
            if rule["when"] == row.get("grade_cap"):
                got = order[max(order.index(got), order.index(rule["grade"]))]
    return scheme["veto_grade"] if row.get("veto") == "yes" else got
