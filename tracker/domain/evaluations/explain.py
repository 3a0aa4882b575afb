"""How each number of a score card was reached, with the numbers filled in: to be done again with a calculator."""

from collections.abc import Iterator
from decimal import Decimal

from indicators.domain.formulas import Formula
from indicators.domain.kinds import Direction
from indicators.domain.numbers import plain, plain_six
from tracker.domain.evaluations.facts import QUANTITY_NAMES
from tracker.domain.evaluations.grading import grade_by_rank
from tracker.domain.evaluations.quotients import ONE, Quotient
from tracker.domain.evaluations.scheme import Baseline, BaselineKind, Item, ItemFormula, Scheme
from tracker.domain.evaluations.scorecard import ItemScore, ScoreCard
from tracker.domain.evaluations.values import Inputs

_WAYS = {
    ItemFormula.BENCHMARK: "得分 = 数值 ÷ 基准值 × 权重",
    ItemFormula.INVERSE: "得分 =（2 − 数值 ÷ 基准值）× 权重 ÷ 2，达到基准值两倍及以上为 0",
    ItemFormula.MAXIMUM: "得分 = 数值 ÷ 本组最大值 × 权重",
    ItemFormula.MIN_MAX: "得分 = 权重 ×（20 + 80 ×（数值 − 最小值）÷（最大值 − 最小值））÷ 100",
}
_MIRRORED = "得分 = 权重 ×（20 + 80 ×（最大值 − 数值）÷（最大值 − 最小值））÷ 100"


def explain_card(scheme: Scheme, card: ScoreCard) -> list[Formula]:
    """Every item in the order of the scheme, then total, rank and grade; of class T only the grade."""
    return list(_formulas(scheme, card))


def _formulas(scheme: Scheme, card: ScoreCard) -> Iterator[Formula]:
    if card.unrated is not None:
        yield Formula("grade", f"{card.unrated.words}：只列名，不计分、不排名、不定档。", "")
        return
    for item, score in zip(scheme.items, card.items, strict=True):
        yield from explain_item(item, score)
    yield _total(card)
    words = f"按未取舍的总分在本组 {card.of} 家中从高到低排名，同分同位次，其后位次顺延。"
    yield Formula("rank", words, f"{card.rank} / {card.of}")
    yield _grade(scheme, card)


def explain_item(item: Item, score: ItemScore) -> Iterator[Formula]:
    """The baseline where it is computed, then the way from the facts to the score."""
    field = f"items.{item.code}"
    words = f"{item.name} = {_measured(item)}。"
    if score.is_missing:
        assert score.note is not None
        yield Formula(field, f"{words}{score.note.words}。", f"{plain_six(score.score)}")
        return
    if item.baseline is not None and item.baseline.kind is not BaselineKind.FIXED:
        yield _average(f"{field}.baseline", item, item.baseline, score)
    mirrored = item.formula is ItemFormula.MIN_MAX and item.direction is Direction.LOWER
    words += f"{_yardstick_words(item, score)}{_MIRRORED if mirrored else _WAYS[item.formula]}{_limits(item)}，"
    words += "保留六位小数。" if score.note is None else f"保留六位小数；{score.note.words}。"
    yield Formula(field, words, f"{_way(item, score)} → {plain_six(score.score)}")


def _measured(item: Item) -> str:
    ratio = QUANTITY_NAMES[item.numerator]
    if item.denominator is not None:
        ratio += f" ÷ {QUANTITY_NAMES[item.denominator]}"
    return f"1 − 本年（{ratio}）÷ 上年（{ratio}）" if item.change else ratio


def _limits(item: Item) -> str:
    words = ""
    if item.cap is not None:
        words += f"，最多为权重的 {plain(item.cap)} 倍"
    if item.floor is not None:
        words += f"，最少 {plain(item.floor)} 分"
    return words


def _yardstick_words(item: Item, score: ItemScore) -> str:
    """What the value is measured against."""
    yardstick = score.yardstick
    if item.baseline is None:
        assert yardstick.smallest is not None
        assert yardstick.largest is not None
        smallest = f"最小值 {_ratio_of(yardstick.smallest)} ≈ {plain_six(yardstick.smallest.six())}，"
        largest = f"最大值 {_ratio_of(yardstick.largest)} ≈ {plain_six(yardstick.largest.six())}"
        return f"本组{smallest if item.formula is ItemFormula.MIN_MAX else ''}{largest}。"
    origin = "方案规定" if item.baseline.kind is BaselineKind.FIXED else "本组平均"
    return f"基准值 {plain(score.baseline)}（{origin}）。"


def _average(field: str, item: Item, baseline: Baseline, score: ItemScore) -> Formula:
    """A computed baseline from its sums, over the firms that have a value."""
    pooled, before = score.yardstick.pooled, score.yardstick.pooled_last_year
    assert pooled is not None
    below = "企业数" if item.denominator is None else f"Σ {QUANTITY_NAMES[item.denominator]}"
    ratio = f"Σ {QUANTITY_NAMES[item.numerator]} ÷ {below}"
    sums = _ratio_of(pooled)
    if before is not None:
        ratio, sums = f"（1 − 本年 {ratio} ÷（上年 {ratio}））", f"(1 − {sums} ÷ ({_ratio_of(before)}))"
    year = "上年数" if baseline.kind is BaselineKind.PREVIOUS_AVERAGE else "本年数"
    words = f"基准值 = {plain(baseline.number)} × {ratio}，取本组参评企业中有数者的{year}，四舍五入到六位小数。"
    return Formula(field, words, f"{plain(baseline.number)} × {sums} → {plain_six(score.baseline)}")


def _ratio_of(quotient: Quotient) -> str:
    """Both sides, unrounded; a denominator of 1 is not worth a sign."""
    above = f"({plain(quotient.numerator)})" if quotient.numerator < 0 else plain(quotient.numerator)
    return f"{above}" if quotient.denominator == ONE else f"{above} ÷ {plain(quotient.denominator)}"


def _value(score: ItemScore) -> str:
    """The value from its facts, in one expression that can stand between other signs."""
    now = _facts(Inputs(score.numerator, score.denominator))
    return now if score.last_year is None else f"(1 − {now} ÷ ({_facts(score.last_year)}))"


def _facts(inputs: Inputs) -> str:
    assert inputs.numerator is not None
    assert inputs.denominator is not None
    return _ratio_of(Quotient(inputs.numerator, inputs.denominator))


def _way(item: Item, score: ItemScore) -> str:
    yardstick, value, weight = score.yardstick, _value(score), plain(item.weight)
    if item.formula is ItemFormula.MIN_MAX:
        assert yardstick.smallest is not None
        assert yardstick.largest is not None
        if not yardstick.smallest < yardstick.largest:
            return f"{weight}"
        smallest, largest = f"({_ratio_of(yardstick.smallest)})", f"({_ratio_of(yardstick.largest)})"
        gone = f"{largest} − ({value})" if item.direction is Direction.LOWER else f"({value}) − {smallest}"
        return f"{weight} × (20 + 80 × ({gone}) ÷ ({largest} − {smallest})) ÷ 100"
    if item.formula is ItemFormula.MAXIMUM:
        assert yardstick.largest is not None
        return f"{value} ÷ ({_ratio_of(yardstick.largest)}) × {weight}"
    baseline = plain(score.baseline)
    if item.formula is ItemFormula.BENCHMARK:
        return f"{value} ÷ {baseline} × {weight}"
    return f"(2 − {value} ÷ {baseline}) × {weight} ÷ 2"


def _total(card: ScoreCard) -> Formula:
    terms = " + ".join(f"{plain_six(score.score)}" for score in card.items)
    points = [(each, each.points) for each in card.adjustments if each.points is not None]
    words = "；".join(["各项得分相加，不先取舍", *(each.words for each, _ in points)])
    changes = "".join(_signed(number) for _, number in points)
    return Formula("total", f"{words}。显示时取两位小数。", f"{terms}{changes} = {plain(card.total)}")


def _signed(number: Decimal) -> str:
    return f" − {plain(number.copy_abs())}" if number < 0 else f" + {plain(number)}"


def _grade(scheme: Scheme, card: ScoreCard) -> Formula:
    if card.ungraded is not None:
        return Formula("grade", f"{card.ungraded.words}。", "")
    changes = [each for each in card.adjustments if each.grade is not None]
    reached = [f"{each.grade}" for each in changes]
    if card.of < scheme.minimum_group_size:
        words = "；".join(each.words for each in changes)
        return Formula("grade", f"本组家数不足，不按位次定档；{words}。", " → ".join(reached))
    assert card.rank is not None
    cuts = "；".join(f"{grade.code}：位次 ≤ {plain(grade.up_to)} × {card.of}" for grade in scheme.grades)
    words = "；".join(["按位次占本组家数的比例定档，取符合的最高一档", *(each.words for each in changes)])
    way = " → ".join([grade_by_rank(scheme.grades, card.rank, card.of), *reached])
    return Formula("grade", f"{words}。", f"{cuts}；位次 {card.rank} → {way}")
