"""The section 项目进度: what the projects of a month come to, what fell behind, groups and places.

Dispatch figures (形象进度投资), never statistical investment: every section says so.
"""

from decimal import Decimal

from projects.domain.dispatch import BoardLine
from projects.domain.progress import Summary
from tracker.domain.bulletins.dispatch_numbers import BoardNumbers
from tracker.domain.bulletins.document import Block, Column, Name, Paragraph, Parts, Row, Table, Words
from tracker.domain.bulletins.facts import Facts
from tracker.domain.bulletins.phrases import DASH, bound, listed
from tracker.domain.bulletins.recipe import SectionRecipe

AMOUNT_DIGITS, SHARE_DIGITS = 2, 1
RATES = {"starting": "开工率", "investment": "投资完成率", "funding": "资金到位率", "completing": "按期竣工率"}
GROUP_WORDS = {"kind": "类别", "area": "地区"}
PLACE_WORDS = {"county": "县市区", "park": "园区"}


def project_blocks(facts: Facts, section: SectionRecipe) -> tuple[Block, ...]:
    numbers = facts.dispatch(section.frozen)
    if not numbers.board.lines:
        return (Paragraph((*_when(facts, section), Words("，没有下达年度计划的项目。"))),)
    behind = [Paragraph(_behind(facts, section, numbers))] if numbers.board.behind else []
    groups = [_group_table(facts, section, numbers, by) for by in GROUP_WORDS]
    places = [_place_table(facts, section, numbers, by) for by in PLACE_WORDS if numbers.places[by].of]
    return (
        Paragraph(_head(facts, section, numbers.board.summary)),
        Paragraph(_rates(facts, section, numbers)),
        *behind,
        *groups,
        *places,
    )


def _source(section: SectionRecipe, address: str) -> str:
    return f"dispatch:{section.frozen}/{address}"


def _when(facts: Facts, section: SectionRecipe) -> Parts:
    year, month = (bound(facts, _source(section, name)) for name in ("year", "month"))
    return (Words("截至"), year, Words("年"), month, Words("月底"))


def _amount(facts: Facts, source: str, value: object) -> Parts:
    return DASH if value is None else (bound(facts, source, AMOUNT_DIGITS),)


def _share(facts: Facts, source: str, value: object) -> Parts:
    return DASH if value is None else (bound(facts, source, SHARE_DIGITS),)


def _head(facts: Facts, section: SectionRecipe, summary: Summary) -> Parts:
    parts: Parts = (
        *_when(facts, section),
        Words("，"),
        bound(facts, _source(section, "projects")),
        Words("个项目年度计划投资"),
        bound(facts, _source(section, "planned"), AMOUNT_DIGITS),
        Words("万元，"),
    )
    if summary.invested is None:
        return (*parts, Words("还没有填报完成数。"))
    parts += (Words("累计完成"), bound(facts, _source(section, "invested"), AMOUNT_DIGITS), Words("万元"))
    if summary.ahead is not None:
        parts += (Words("，完成率"), bound(facts, _source(section, "completion"), SHARE_DIGITS), Words("%，"))
        parts += _ahead(facts, _source(section, "ahead"), summary.ahead)
    return (*parts, Words("。以上为调度数（形象进度投资），不是统计投资。"))


def _rates(facts: Facts, section: SectionRecipe, numbers: BoardNumbers) -> Parts:
    """A rate that cannot be divided says why."""
    said: list[Parts] = []
    for name, words in RATES.items():
        rate = getattr(numbers.board.rates, name)
        if rate.share is None:
            said.append((Words(f"{words}—（"), Name(rate.reason), Words("）")))
        else:
            said.append((Words(words), bound(facts, _source(section, f"rate/{name}"), SHARE_DIGITS), Words("%")))
    return (*listed(said, "，"), Words("。"))


def _behind(facts: Facts, section: SectionRecipe, numbers: BoardNumbers) -> Parts:
    count = bound(facts, _source(section, "behind"))
    lines = listed((_behind_line(facts, section, line) for line in numbers.board.behind), "、")
    return (Words("较上月退后的项目"), count, Words("个："), *lines, Words("。"))


def _behind_line(facts: Facts, section: SectionRecipe, line: BoardLine) -> Parts:
    ahead = line.now.ahead
    if ahead is None:
        return (Name(line.project.name),)
    source = _source(section, f"line/{line.project.code}/ahead")
    return (Name(line.project.name), Words("（"), *_ahead(facts, source, ahead), Words("）"))


def _ahead(facts: Facts, source: str, ahead: Decimal) -> Parts:
    faster = Words("快于序时进度" if ahead >= 0 else "慢于序时进度")
    return (faster, bound(facts, source, SHARE_DIGITS, absolute=True), Words("个百分点"))


def _group_table(facts: Facts, section: SectionRecipe, numbers: BoardNumbers, by: str) -> Table:
    names = numbers.record.names
    rows = []
    for number, group in enumerate(numbers.groups[by]):
        found, source = group.summary, _source(section, f"group/{by}/{number}")
        name = names[group.name] if by == "area" else group.name
        rows.append(
            Row(
                cells=(
                    (Name(name),) if name else (Words("未填"),),
                    (bound(facts, f"{source}/projects"),),
                    _amount(facts, f"{source}/planned", found.planned),
                    _amount(facts, f"{source}/invested", found.invested),
                    _share(facts, f"{source}/completion", found.completion),
                    _share(facts, f"{source}/ahead", found.ahead),
                )
            )
        )
    titles = ("项目数", "年度计划（万元）", "累计完成（万元）", "完成率（%）", "超序时进度（百分点）")
    columns = (
        Column(title=(Words(GROUP_WORDS[by]),)),
        *(Column(title=(Words(each),), numeric=True) for each in titles),
    )
    title = Words(f"各{GROUP_WORDS[by]}项目进度（形象进度投资）")
    return Table(title=(title,), columns=columns, rows=tuple(rows))


def _place_table(facts: Facts, section: SectionRecipe, numbers: BoardNumbers, by: str) -> Table:
    rows = []
    for number, place in enumerate(numbers.places[by].places):
        source = _source(section, f"place/{by}/{number}")
        rows.append(
            Row(
                cells=(
                    DASH if place.place is None else (bound(facts, f"{source}/place"),),
                    (Name(numbers.record.names[place.key]),),
                    _share(facts, f"{source}/value", place.value),
                )
            )
        )
    columns = (
        Column(title=(Words("位次"),), numeric=True),
        Column(title=(Words(PLACE_WORDS[by]),)),
        Column(title=(Words("投资完成率（%）"),), numeric=True),
    )
    title = Words(f"{PLACE_WORDS[by]}投资完成率位次（形象进度投资）")
    return Table(title=(title,), columns=columns, rows=tuple(rows))
