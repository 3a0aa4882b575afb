"""Reading the cells of an official table: what a writing says of form, measure and value (`domain.md` §3)."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from indicators.domain.kinds import Direction, Kind
from indicators.domain.numbers import InvalidNumberError, parse_decimal, plain
from tracker.domain.targets.faults import default_measure
from tracker.domain.targets.target import MEASURED, STRICT, Form, Measure, Target
from tracker.domain.targets.wording import BRACKETED, OTHER_BASE_YEAR, Cell, cell_of, writing_of

_HALF_WIDTH = str.maketrans(
    "０１２３４５６７８９．－−＋＊％＞〉＜〈≧≦［〔【］〕】", "0123456789.--+*%>><<≥≤[[[]]]", " \t\n\u00a0\u3000"
)
_BLANK = frozenset({"", "-", "--", "—", "——", "–"})
_NUMBER = r"(?P<number>-?[0-9]+(?:\.[0-9]+)?)"
# In the order they are tried: a mark with `=` before the bare one.
_BEFORE = {
    ">=": Form.AT_LEAST,
    "<=": Form.AT_MOST,
    ">": Form.ABOVE,
    "<": Form.BELOW,
    "不低于": Form.AT_LEAST,
    "不少于": Form.AT_LEAST,
    "不高于": Form.AT_MOST,
    "不超过": Form.AT_MOST,
    "高于": Form.ABOVE,
    "超过": Form.ABOVE,
    "低于": Form.BELOW,
    "约": Form.ABOUT,
}
_AFTER = {"以上": Form.AT_LEAST, "以内": Form.AT_MOST, "以下": Form.AT_MOST, "左右": Form.ABOUT}
_SIDES = {
    Form.AT_LEAST: Direction.HIGHER,
    Form.ABOVE: Direction.HIGHER,
    Form.AT_MOST: Direction.LOWER,
    Form.BELOW: Direction.LOWER,
}
_FREE_WORDS = r"(?P<free>(?:[、，；;。（(].*)?)"
_RISES, _FALLS = ("提高", "增加", "上升"), ("降低", "下降", "减少", "缩小")
_PRINTED_STRICT = re.compile(r"\[?(?:[<>](?!=)|高于|超过|低于)")
_WITH = re.compile(r"与(?P<reference>[^、，；]+?)(?:增长|增速|涨幅)?(?:基本|保持)*同步" + _FREE_WORDS)
_OVER = re.compile(r"(?:高于|快于)(?P<reference>[^0-9、，；]+?)(?:增长|增速|涨幅)" + _FREE_WORDS)
_BASE = re.compile(rf"{_NUMBER}(?P<unit>[^*0-9.]*)(?P<star>\*?)")
_ALLOWED = {
    Cell.BASE: "可写数字，基期年与规划不同的后加 *，如 60.6*；没有的留空",
    Cell.TARGET: "可写 65、>80、<5、7以上、5.5以内、5左右",
    Cell.PACE: "可写 6、>6.5%、<5.5、6.5以上、5.5%以内、5.5左右、[3.9]、提高0.9个百分点、高于GDP增长、"
    "与GDP增长基本同步，或不带数字的文字",
}


class WordingError(ValueError):
    """A cell that cannot be read; the message names the cell and what may stand there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What has to be known of the indicator, and whether the line has a base, to read a cell."""

    cell: Cell
    name: str
    unit: str
    kind: Kind
    direction: Direction
    has_base: bool = False

    @property
    def additive_form(self) -> Form:
        """What `[x]` means: falls in percent multiply, yearly amounts add up, anything else moves from its base."""
        if self.is_fall:
            return Form.COMPOUND
        adds_up = self.kind in (Kind.FLOW, Kind.FLOW_YTD) and not self.has_base
        return Form.TOTAL if adds_up else Form.CHANGE

    @property
    def is_fall(self) -> bool:
        return self.unit == "%" and any(word in self.name for word in _FALLS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """A base as printed; a star says that its year is not the plan's base year."""

    value: Decimal
    is_of_other_year: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a cell says. The forms in `alternatives` are written the same; `reference` is what the plan calls it."""

    form: Form
    measure: Measure = Measure.VALUE
    value: Decimal | None = None
    strict: bool = False
    reference: str = ""
    free_words: str = ""

    @property
    def alternatives(self) -> frozenset[Form]:
        return BRACKETED - {self.form} if self.form in BRACKETED else frozenset()


def read_base(text: str) -> Base | None:
    """A base cell; None where it says that there is none. Raises `WordingError`."""
    cell = half_width(text)
    if cell in _BLANK:
        return None
    match = _BASE.fullmatch(cell)
    if match is None:
        raise _unreadable(Cell.BASE, text)
    return Base(value=_decimal(match["number"], Cell.BASE), is_of_other_year=match["star"] == OTHER_BASE_YEAR)


def read_wording(text: str, context: Context) -> Reading | None:
    """What a cell of the target year or the last column says; None where it is empty. Raises `WordingError`."""
    cell = half_width(text)
    if cell in _BLANK:
        return None
    reading = _read(cell, text, context)
    if reading.form in MEASURED:
        return reading
    return replace(reading, measure=default_measure(context.kind))


def text_fault(target: Target, text: str, *, name: str, unit: str) -> str | None:
    """Why `text` may not be printed for the target: it says something else. Words for people, None where it agrees."""
    if target.form == Form.TEXT:
        return None if text.strip() else "文字目标须有表述"
    context = Context(
        cell=cell_of(target),
        name=name,
        unit=unit,
        kind=target.kind,
        direction=target.indicator_direction,
        has_base=target.base is not None,
    )
    try:
        reading = read_wording(text, context)
    except WordingError as error:
        return str(error)
    if reading is None:
        return "表述为空"
    if target.form not in (reading.form, *reading.alternatives):
        return f"表述“{text}”的形式与目标不同"
    if target.form in MEASURED and reading.measure != target.measure:
        return f"表述“{text}”说的是{'增速' if reading.measure == Measure.GROWTH else '数值'}，与目标不同"
    if reading.value != target.value:
        return f"表述“{text}”里的数与目标值 {plain(target.value) or '（空）'} 不同"
    return None


def text_to_keep(target: Target, text: str, reference: str = "") -> str:
    """The text to store with a target read from `text`: nothing where it is the form's own writing."""
    return "" if half_width(text) == half_width(writing_of(target, reference)) else text.strip()


def is_strict(form: Form, text: str) -> bool:
    """Whether reaching the number is not enough: above, below, and sums that their text prints with `<` or `>`."""
    return form in STRICT or (form in BRACKETED and _PRINTED_STRICT.match(half_width(text)) is not None)


def half_width(text: str) -> str:
    """Marks, digits and brackets in one width, without blanks; `≥` as `>=`.

    >>> half_width("［≥５０００］"), half_width("＜ 5.5％")
    ('[>=5000]', '<5.5%')
    """
    return text.translate(_HALF_WIDTH).replace("≥", ">=").replace("≤", "<=")


def _read(cell: str, text: str, context: Context) -> Reading:
    number = _number_pattern(context)
    if match := re.fullmatch(rf"\[{number}\]{_FREE_WORDS}", cell):
        return _additive(match, text, context)
    if match := re.fullmatch(rf"(?P<move>{'|'.join(_RISES + _FALLS)}){number}{_FREE_WORDS}", cell):
        return _moved(match, text, context)
    if match := re.fullmatch(rf"(?P<yearly>年均)?(?P<grow>增长)?{number}{_FREE_WORDS}", cell):
        return _numbered(match, text, context)
    return _worded(cell, text, context)


def _number_pattern(context: Context) -> str:
    marks = ["%", context.unit] if context.unit else ["%"]
    if context.kind == Kind.RATE or context.unit == "%":
        marks.append("个百分点")
    mark = "|".join(re.escape(half_width(each)) for each in marks)
    return rf"(?P<before>{'|'.join(_BEFORE)})?{_NUMBER}(?P<mark>{mark})?(?P<after>{'|'.join(_AFTER)})?"


def _additive(match: re.Match[str], text: str, context: Context) -> Reading:
    """`[x]`, met at x or on its better side; a bound may say so again, but not the other way."""
    if match["mark"] == "%" and context.unit != "%":
        raise _unreadable(context.cell, text, "累计数的单位须与指标相同")
    bound = _bound(match, text, context)
    form = context.additive_form
    direction = Direction.HIGHER if form == Form.COMPOUND else context.direction
    if bound is not None and _SIDES.get(bound) != direction:
        raise _unreadable(context.cell, text, "累计数的大小方向须与指标方向一致，也不能写“左右”")
    return Reading(
        form=form,
        value=_decimal(match["number"], context.cell),
        strict=bound in STRICT,
        free_words=match["free"],
    )


def _moved(match: re.Match[str], text: str, context: Context) -> Reading:
    """提高 x 个百分点; a fall of an indicator that is itself a fall is its number."""
    falls = match["move"] in _FALLS
    if falls and context.is_fall:
        return _additive(match, text, context)
    if match["mark"] in (None, "%") or match["before"] or match["after"]:
        raise _unreadable(context.cell, text)
    amount = _decimal(match["number"], context.cell)
    return Reading(form=Form.CHANGE, value=-amount if falls else amount, free_words=match["free"])


def _numbered(match: re.Match[str], text: str, context: Context) -> Reading:
    bound, yearly = _bound(match, text, context), match["yearly"] is not None
    in_points = match["mark"] == "个百分点"
    if bound is None and context.kind == Kind.RATE and not yearly and (in_points or context.cell == Cell.PACE):
        return _additive(match, text, context)
    measure = _measure(match, context)
    value = _decimal(match["number"], context.cell)
    if bound is not None:
        return Reading(form=bound, measure=measure, value=value, strict=bound in STRICT, free_words=match["free"])
    form = Form.AVERAGE_GROWTH if measure == Measure.GROWTH else Form.LEVEL
    return Reading(form=form, value=value, free_words=match["free"])


def _worded(cell: str, text: str, context: Context) -> Reading:
    if match := _WITH.fullmatch(cell):
        return Reading(form=Form.WITH, reference=match["reference"], free_words=match["free"])
    if match := _OVER.fullmatch(cell):
        return Reading(form=Form.OVER, reference=match["reference"], free_words=match["free"])
    head = re.split(r"[、，；;。（(]", cell, maxsplit=1)[0]
    if not head or re.search(r"[0-9<>=%\[\]]", head):
        raise _unreadable(context.cell, text)
    return Reading(form=Form.TEXT)


def _measure(match: re.Match[str], context: Context) -> Measure:
    """Growth where the indicator has nothing else, where the number says so, and else in the last column.

    A rate's own numbers are percent, too: its growth is told by 个百分点 or 年均.
    """
    mark = match["mark"]
    if context.kind == Kind.GROWTH_ONLY or match["yearly"] or match["grow"] or mark == "个百分点":
        return Measure.GROWTH
    if context.kind == Kind.RATE:
        return Measure.VALUE
    if mark is not None and (mark == "%") != (context.unit == "%"):
        return Measure.GROWTH if mark == "%" else Measure.VALUE
    in_unit = mark is not None and mark != "%"
    return Measure.GROWTH if context.cell == Cell.PACE and not in_unit else Measure.VALUE


def _bound(match: re.Match[str], text: str, context: Context) -> Form | None:
    if match["before"] and match["after"]:
        raise _unreadable(context.cell, text)
    if match["before"]:
        return _BEFORE[match["before"]]
    return _AFTER[match["after"]] if match["after"] else None


def _decimal(number: str, cell: Cell) -> Decimal:
    try:
        return parse_decimal(number)
    except InvalidNumberError as error:
        raise WordingError(f"“{cell}”一栏：{error}") from error


def _unreadable(cell: Cell, text: str, why: str = "") -> WordingError:
    because = f"：{why}" if why else ""
    return WordingError(f"“{cell}”一栏的“{text[:40]}”不能识别{because}。{_ALLOWED[cell]}。")
