"""A peer of `bench/evaluate.py`: the usual script, floats in a data frame, rounded totals, `bulk_create` out."""

import pandas

from bench._evaluation import BONUS_CEILING, CAP, GRADES, ITEMS, YEAR, BenchCard
from tracker.models import EnterpriseFact

QUANTITIES = sorted({name for _, above, below, *_ in ITEMS for name in (above, below)} | {"bonus"})


def read() -> pandas.DataFrame:
    rows = EnterpriseFact.objects.current().filter(year=YEAR)
    frame = pandas.DataFrame(rows.values("enterprise_id", "enterprise__park_id", "veto", *QUANTITIES))
    return frame.astype(dict.fromkeys(QUANTITIES, "float64"))


def compute(frame: pandas.DataFrame) -> pandas.DataFrame:
    """Values, baselines and scores of every item, then total, rank and grade."""
    park = frame["enterprise__park_id"]
    frame["score"] = frame["bonus"].fillna(0).clip(upper=float(BONUS_CEILING))
    for item, above, below, weight, formula, baseline in ITEMS:
        value = (frame[above] / frame[below]).where(frame[below] > 0)
        if formula == "min_max":
            least, most = value.groupby(park).transform("min"), value.groupby(park).transform("max")
            share = (20 + 80 * (value - least) / (most - least)) / 100
            frame[f"{item}_baseline"] = None
        else:
            ((kind, number),) = (baseline or {}).items()
            if kind == "fixed":
                frame[f"{item}_baseline"] = float(number)
            else:
                sums = frame.where(value.notna()).groupby(park)[[above, below]].transform("sum")
                frame[f"{item}_baseline"] = (float(number) * sums[above] / sums[below]).round(6)
            share = value / frame[f"{item}_baseline"]
        frame[f"{item}_value"] = value.round(6)
        frame[f"{item}_score"] = (share * float(weight)).clip(0, float(CAP) * float(weight)).round(6).fillna(0)
        frame["score"] += frame[f"{item}_score"]
    frame["of"] = frame.groupby(park)["score"].transform("size")
    frame["rank"] = frame.groupby(park)["score"].rank(method="min", ascending=False).astype(int)
    cuts = [0.0, *(float(up_to) for _, up_to in GRADES)]
    frame["grade"] = pandas.cut(frame["rank"] / frame["of"], cuts, labels=[grade for grade, _ in GRADES]).astype(str)
    frame.loc[frame["veto"], "grade"] = "D"
    return frame


def write(frame: pandas.DataFrame) -> None:
    BenchCard.objects.bulk_create([_card(row) for row in frame.to_dict("records")], batch_size=1_000)


def _card(row: dict) -> BenchCard:
    items = [
        {
            "item": item,
            "name": item,
            "numerator": _text(row[above]),
            "denominator": _text(row[below]),
            "value": _text(row[f"{item}_value"]),
            "baseline": _text(row[f"{item}_baseline"]),
            "weight": weight,
            "score": str(row[f"{item}_score"]),
            "note": None if row[f"{item}_value"] == row[f"{item}_value"] else "missing",
        }
        for item, above, below, weight, *_ in ITEMS
    ]
    return BenchCard(
        enterprise_id=row["enterprise_id"],
        score=round(row["score"], 6),
        rank=row["rank"],
        of=row["of"],
        grade=row["grade"],
        items=items,
    )


def _text(number: float | None) -> str | None:
    return None if number is None or number != number else str(number)
