"""A peer of `bench/evaluate.py`: the usual script, floats in a data frame, rounded totals, `bulk_create` out."""

import pandas

from bench._evaluation import BONUS_CEILING, CAP, FIELDS, GRADES, ITEMS, YEAR, naive_groups
from tracker.models import EnterpriseFact, ScoreCard, ScoreGroup


def read() -> pandas.DataFrame:
    rows = EnterpriseFact.objects.current().filter(year=YEAR)
    frame = pandas.DataFrame(rows.values("enterprise_id", "enterprise__park_id", "veto", *FIELDS))
    return frame.astype(dict.fromkeys(FIELDS, "float64"))


def _computed(frame: pandas.DataFrame) -> pandas.DataFrame:
    """The score of every item, then total, rank and grade."""
    park = frame["enterprise__park_id"]
    frame["score"] = frame["bonus"].fillna(0).clip(upper=float(BONUS_CEILING))
    for item, above, below, weight, formula, baseline in ITEMS:
        value = (frame[above] / frame[below]).where(frame[below] > 0)
        if formula == "min_max":
            least, most = value.groupby(park).transform("min"), value.groupby(park).transform("max")
            share = (20 + 80 * (value - least) / (most - least)) / 100
        else:
            ((kind, number),) = (baseline or {}).items()
            yardstick = float(number)
            if kind != "fixed":
                sums = frame.where(value.notna()).groupby(park)[[above, below]].transform("sum")
                yardstick = (yardstick * sums[above] / sums[below]).round(6)
            share = value / yardstick
        frame[f"{item}_score"] = (share * float(weight)).clip(0, float(CAP) * float(weight)).round(6).fillna(0)
        frame["score"] += frame[f"{item}_score"]
    frame["of"] = frame.groupby(park)["score"].transform("size")
    frame["rank"] = frame.groupby(park)["score"].rank(method="min", ascending=False).astype(int)
    cuts = [0.0, *(float(up_to) for _, up_to in GRADES)]
    frame["grade"] = pandas.cut(frame["rank"] / frame["of"], cuts, labels=[grade for grade, _ in GRADES]).astype(str)
    frame.loc[frame["veto"], "grade"] = "D"
    return frame


def write(frame: pandas.DataFrame) -> None:
    frame = _computed(frame)
    groups = naive_groups(frame["enterprise__park_id"].unique().tolist())
    cards = [_card(groups[row["enterprise__park_id"]], row) for row in frame.to_dict("records")]
    ScoreCard.objects.bulk_create(cards, batch_size=1_000)


def _card(group: ScoreGroup, row: dict) -> ScoreCard:
    return ScoreCard(
        round_id=group.round_id,
        group=group,
        enterprise_id=row["enterprise_id"],
        score=round(row["score"], 6),
        rank=row["rank"],
        grade=row["grade"],
        item_scores=[row[f"{item}_score"] for item, *_ in ITEMS],
        adjustments=[],
        inputs={name: str(row[name]) for name in FIELDS if row[name] == row[name]},
    )
