import hashlib
import json
from collections import defaultdict
from decimal import Context, Decimal, localcontext
from fractions import Fraction

from django.db import migrations

# Whole numbers of any length are added; nothing is rounded but by `_six`.
EXACT = Context(prec=1_000)
REASON = "评分卡改为按组存放尺度，结果和所据数据不变，摘要按新的存放方式重算"


def move(apps, schema_editor):
    """Every card keeps its scores, inputs and words; what its group was scored against is summed from its cards."""
    Group, Entry = apps.get_model("tracker", "ScoreGroup"), apps.get_model("indicators", "AuditEntry")
    for round in apps.get_model("tracker", "Round").objects.filter(cards__isnull=False).distinct().order_by("code"):
        members = defaultdict(list)
        for card in round.cards.select_related("scheme").order_by("pk"):
            members[card.scheme_id, card.group_name].append(card)
        for cards in members.values():
            _move(Group, round, cards)
        if round.sha256:
            before, round.sha256 = round.sha256, _digest(round)
            round.save(update_fields=["sha256"])
            Entry.objects.create(
                actor_name="迁移 tracker.0014",
                action="changed",
                object_type="round",
                object_key=round.code,
                old={"sha256": before},
                new={"sha256": round.sha256},
                reason=REASON,
            )


def _move(Group, round, cards):
    first = cards[0]
    with localcontext(EXACT):
        items = _group_items(first.scheme.content, [card for card in cards if card.items])
    group = Group.objects.create(
        round=round, scheme=first.scheme, name=first.group_name, of=first.of, items=items, method=first.method
    )
    for card in cards:
        card.group, card.item_scores = group, [Decimal(item["score"]) for item in card.items]
        card.save(update_fields=["group", "item_scores"])


def _group_items(scheme, cards):
    if not cards:
        return []
    return [_group_item(scheme, place, item, cards) for place, item in enumerate(scheme["items"])]


def _group_item(scheme, place, item, cards):
    """What one item was scored against, in the form of `ScoreGroup.items`."""
    rows = [card.items[place] for card in cards]
    valued = [row for row in rows if row["value"] is not None]
    found = dict.fromkeys(("baseline", "pooled", "pooled_last_year", "smallest", "largest", "gap", "mean_score"))
    baseline = item.get("baseline")
    if baseline is None:
        found |= _extremes(item["formula"], valued)
    elif "fixed" in baseline:
        found["baseline"] = _plain(Decimal(baseline["fixed"]))
    else:
        found |= _average(scheme, item, baseline, cards, valued)
    if valued and found["gap"] is None:
        scores = [Decimal(row["score"]) for row in valued]
        found["mean_score"] = f"{_six(Fraction(sum(scores)) / len(scores)):f}"
    return found


def _extremes(formula, valued):
    if not valued:
        return {"gap": "no_baseline"}
    ratios = [_ratio(row) for row in valued]
    smallest, largest = (_shortest(ratios, extreme(ratios)) for extreme in (_least, _most))
    worthless = formula == "maximum" and largest[0] <= 0
    gap = "baseline_not_positive" if worthless else None
    return {"smallest": _pair(*smallest), "largest": _pair(*largest), "gap": gap}


def _average(scheme, item, baseline, cards, valued):
    ((kind, multiple),) = baseline.items()
    if kind == "previous_average":
        pooled, before = _pooled(_last_year(scheme, item, card) for card in cards), None
    else:
        pooled = _pooled((row["numerator"], row["denominator"]) for row in valued)
        before = _pooled(row["last_year"] for row in valued if row["last_year"] is not None)
    if pooled is None:
        return {"gap": "no_baseline"}
    average = Fraction(pooled[0]) / Fraction(pooled[1])
    if before is not None:
        average = 1 - average / (Fraction(before[0]) / Fraction(before[1]))
    number = _six(Fraction(multiple) * average)
    return {
        "baseline": _plain(number),
        "pooled": _pair(*pooled),
        "pooled_last_year": None if before is None else _pair(*before),
        "gap": None if number > 0 else "baseline_not_positive",
    }


def _pooled(pairs):
    """Σ numerator and Σ denominator of those that make a ratio."""
    numbers = [(Decimal(above), Decimal(below)) for above, below in pairs if above is not None and below is not None]
    numbers = [(above, below) for above, below in numbers if below > 0]
    return tuple(map(sum, zip(*numbers))) if numbers else None


def _last_year(scheme, item, card):
    facts = card.inputs["last_year"]
    if facts is None:
        return None, None
    below = "1" if item["denominator"] is None else _quantity(scheme, item["denominator"], facts)
    return _quantity(scheme, item["numerator"], facts), below


def _quantity(scheme, name, facts):
    if name == "land" and "land_owned" in facts:
        leased = Decimal(facts.get("land_leased_in", 0)) - Decimal(facts.get("land_leased_out", 0))
        return Decimal(facts["land_owned"]) + leased
    if name == "tax" and scheme.get("tax_components") and facts.get("taxes"):
        paid = [Decimal(facts["taxes"][each]) for each in scheme["tax_components"] if each in facts["taxes"]]
        return sum(paid) if paid else None
    return facts.get(name)


def _ratio(row):
    """Numerator and denominator of the value; of a change 1 − (a ÷ b) ÷ (c ÷ d) = (b·c − a·d) ÷ (b·c)."""
    above, below = Decimal(row["numerator"]), Decimal(row["denominator"])
    if row["last_year"] is None:
        return above, below
    before_above, before_below = map(Decimal, row["last_year"])
    whole = below * before_above
    return whole - above * before_below, whole


def _least(ratios):
    return min(Fraction(above) / Fraction(below) for above, below in ratios)


def _most(ratios):
    return max(Fraction(above) / Fraction(below) for above, below in ratios)


def _shortest(ratios, extreme):
    """Of equals the one on the smallest denominator."""
    equals = [pair for pair in ratios if Fraction(pair[0]) / Fraction(pair[1]) == extreme]
    return min(equals, key=lambda pair: pair[1])


def _six(number):
    size = (2 * abs(number.numerator) * 10**6 + number.denominator) // (2 * number.denominator)
    return Decimal(size if number >= 0 else -size).scaleb(-6)


def _plain(number):
    text = f"{number:f}" if number else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _pair(above, below):
    return [_plain(above), _plain(below)]


def _digest(round):
    """SHA-256 over groups and cards, a line of JSON each."""
    digest = hashlib.sha256()
    for content in _contents(round):
        digest.update(json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())
        digest.update(b"\n")
    return digest.hexdigest()


def _contents(round):
    for group in round.groups.select_related("scheme").order_by("scheme__code", "name"):
        yield [group.scheme.code, group.name, group.of, group.items, group.method]
    for card in round.cards.select_related("enterprise", "group__scheme").order_by("enterprise__code"):
        score = None if card.score is None else f"{card.score:f}"
        yield [
            *(card.enterprise.code, card.group.scheme.code, card.group.name, score, card.rank, card.grade),
            *([f"{each:.6f}" for each in card.item_scores], card.adjustments, card.inputs),
        ]


class Migration(migrations.Migration):
    dependencies = [("tracker", "0013_score_groups"), ("indicators", "0006_inbox_verdicts")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
