"""An assessment in words, and as the official table with what became of each target beside it.

The same blocks serve the frozen assessment and the section 目标进度 of a bulletin; every number names its source.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

from indicators.domain.kinds import Kind
from tracker.domain.bulletins.document import (
    Block,
    Column,
    Document,
    Name,
    Paragraph,
    Part,
    Parts,
    Row,
    Section,
    Table,
    Words,
)
from tracker.domain.bulletins.phrases import DASH, bound, listed
from tracker.domain.bulletins.proof_lines import NumberBook
from tracker.domain.targets.numbers import BROKEN, COUNT, PROGRESS, RecordNumbers
from tracker.domain.targets.progress import Progress, Verdict
from tracker.domain.targets.reasons import WORDS
from tracker.domain.targets.record import AssessmentRecord, IndicatorFacts, Line
from tracker.domain.targets.target import Attribute, Form

VERDICT_WORDS: Mapping[Verdict, str] = {
    Verdict.MET: "提前实现",
    Verdict.AHEAD: "快于预期",
    Verdict.ON_COURSE: "基本符合预期",
    Verdict.BEHIND: "进度滞后",
    Verdict.NOT_ASSESSED: "暂不具备评估条件",
}
ATTRIBUTE_WORDS = {Attribute.BINDING: "约束性", Attribute.EXPECTED: "预期性"}
HEADS = ("指标", "基期", "目标年", "年均/[累计]", "属性", "实际", "完成进度（%）", "序时进度（%）", "判断")
OWN, PARTS = ("类别", *HEADS), ("地区", *HEADS)
NUMERIC = frozenset({"实际", "完成进度（%）", "序时进度（%）"})
SHARE_DIGITS = 1

Source = Callable[[str], str]


def assessment_document(record: AssessmentRecord, title: str, notes: tuple[str, ...] = ()) -> Document:
    """A frozen assessment as a document; `title` and `notes` are copied as they are."""
    blocks = assessment_blocks(record, RecordNumbers(record), lambda address: address)
    table = Section(title=(Words("主要指标实施情况"),), blocks=blocks)
    behind = attention_blocks(record, RecordNumbers(record), lambda address: address)
    sections = (table, Section(title=(Words("需要关注的指标"),), blocks=behind)) if behind else (table,)
    return Document(title=(Name(title),), sections=sections, notes=tuple(Paragraph((Name(each),)) for each in notes))


def assessment_blocks(record: AssessmentRecord, book: NumberBook, source: Source) -> tuple[Block, ...]:
    """What is to be said of the plan's own lines, their table, and that of the parts where there are any."""
    places = list(enumerate(record.lines))
    own = [(place, line) for place, line in places if record.is_own(line)]
    parts = [(place, line) for place, line in places if not record.is_own(line)]
    said = Paragraph(_summary(record, book, source))
    table = _table((Name(record.plan_name), Words("主要指标")), OWN, record, own, book, source)
    if not parts:
        return said, table
    return said, table, _table((Words("分解到各地区的目标"),), PARTS, record, parts, book, source)


def _table(
    title: Parts,
    heads: tuple[str, ...],
    record: AssessmentRecord,
    lines: list[tuple[int, Line]],
    book: NumberBook,
    source: Source,
) -> Table:
    """The first cell is the category, of parts the area."""
    return Table(
        title=title,
        columns=tuple(Column(title=(Words(each),), numeric=each in NUMERIC) for each in heads),
        rows=tuple(
            Row(
                cells=(
                    _copied(line.category if heads is OWN else line.area_name),
                    *_cells(record, line, place, book, source),
                )
            )
            for place, line in lines
        ),
    )


def attention_blocks(record: AssessmentRecord, book: NumberBook, source: Source) -> tuple[Block, ...]:
    """One sentence for each line that is behind, with what the years left have to bring."""
    lines = [(place, line) for place, line in enumerate(record.lines) if record.verdict(line) == Verdict.BEHIND]
    return tuple(Paragraph(_attention(record, line, place, book, source)) for place, line in lines)


def _summary(record: AssessmentRecord, book: NumberBook, source: Source) -> Parts:
    """截至2023年，20项指标中提前实现4项、快于预期5项、基本符合预期7项、进度滞后4项。"""
    counts = [(verdict, count) for verdict, count in record.counts().items() if count]
    said: list[Parts] = [
        (Words(VERDICT_WORDS[verdict]), bound(book, source(f"{COUNT}/{verdict}")), Words("项")) for verdict, _ in counts
    ]
    head: Parts = (
        Words("截至"),
        bound(book, source("year")),
        Words("年，"),
        bound(book, source("lines")),
        Words("项目标中"),
    )
    return (*head, *listed(said), Words("。")) if said else (Name(record.plan_name), Words("还没有目标。"))


def _cells(record: AssessmentRecord, line: Line, place: int, book: NumberBook, source: Source) -> tuple[Parts, ...]:
    progress = record.progress(line)
    indicator = record.indicators[line.indicator]
    unit = f"（{indicator.measure_unit}）" if indicator.measure_unit else ""
    shares = [
        (_bound_or_dash(book, source, place, column, getattr(progress, column), SHARE_DIGITS))
        for column in ("share_done", "share_expected")
    ]
    return (
        (Name(f"{indicator.name}{unit}"),),
        _copied(line.wording.base),
        _copied(line.wording.target),
        _copied(line.wording.pace),
        (Words(ATTRIBUTE_WORDS[line.target.attribute]),),
        _actual(line, place, progress, book, source),
        *shares,
        _verdict(record, line, progress),
    )


def _actual(line: Line, place: int, progress: Progress, book: NumberBook, source: Source) -> Parts:
    number = _bound_or_dash(book, source, place, "actual", progress.actual, line.target.digits)
    percent: tuple[Part, ...] = (Words("%"),) if progress.actual is not None and _is_percent(line) else ()
    return (*number, *percent)


def _is_percent(line: Line) -> bool:
    return line.target.reads_growth or line.target.form == Form.COMPOUND


def _verdict(record: AssessmentRecord, line: Line, progress: Progress) -> Parts:
    """Both verdicts where an evaluator said another one; why there is none."""
    if line.override:
        words = f"{VERDICT_WORDS[line.override.verdict]}（系统判断：{VERDICT_WORDS[progress.verdict]}；改判理由："
        return (Words(words), Name(line.override.reason), Words("）"))
    words = VERDICT_WORDS[progress.verdict]
    if progress.verdict == Verdict.NOT_ASSESSED and progress.reason:
        return (Words(words), Words("："), Name(WORDS[progress.reason]))
    return (Words(words),)


def _attention(record: AssessmentRecord, line: Line, place: int, book: NumberBook, source: Source) -> Parts:
    progress = record.progress(line)
    indicator = record.indicators[line.indicator]
    parts: list[Part] = [Name(line.area_name), Name(indicator.name)]
    if progress.broken:
        years = [(bound(book, source(f"{BROKEN}/{place}/{each}")),) for each in range(len(progress.broken))]
        parts += [Words("不符合目标的年度："), *listed(years)]
    elif progress.share_done is not None:
        done = bound(book, source(f"{PROGRESS}/{place}/share_done"), SHARE_DIGITS)
        expected = bound(book, source(f"{PROGRESS}/{place}/share_expected"), SHARE_DIGITS)
        parts += [Words("完成进度"), done, Words("%，序时进度"), expected, Words("%")]
    if progress.needed is not None:
        needed = bound(book, source(f"{PROGRESS}/{place}/needed"), line.target.digits)
        parts += [Words("，以后每年还需"), needed, _needed_unit(line, indicator)]
    if line.department:
        parts += [Words("，责任部门"), Name(line.department)]
    return (*parts, Words("。"))


def _needed_unit(line: Line, indicator: IndicatorFacts) -> Part:
    """What a rate has to change by is in points."""
    if _is_percent(line):
        return Words("%")
    return Words("个百分点") if indicator.kind == Kind.RATE else Name(indicator.measure_unit)


def _bound_or_dash(
    book: NumberBook, source: Source, place: int, column: str, value: Decimal | None, digits: int
) -> Parts:
    if value is None:
        return DASH
    return (bound(book, source(f"{PROGRESS}/{place}/{column}"), digits),)


def _copied(text: str) -> Parts:
    return (Name(text),) if text else DASH
