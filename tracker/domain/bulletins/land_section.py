"""The section 盘活存量土地: each ledger alone, by mode and by park. Ledgers are never added to one another."""

from projects.domain.disposals import Ledger, LedgerTotal
from tracker.domain.bulletins.document import Block, Column, Name, Paragraph, Parts, Row, Table, Words
from tracker.domain.bulletins.facts import Facts
from tracker.domain.bulletins.phrases import bound, listed
from tracker.domain.bulletins.recipe import SectionRecipe

DIGITS = 2
LEDGER_WORDS = {
    Ledger.INEFFICIENT: "园区低效用地",
    Ledger.IDLE: "闲置土地",
    Ledger.UNSUPPLIED: "批而未供土地",
}


def land_blocks(facts: Facts, section: SectionRecipe) -> tuple[Block, ...]:
    """One paragraph and one table of parks a ledger."""
    numbers = facts.land(section.frozen)
    when = _when(facts, section)
    if not numbers.totals:
        return (Paragraph((*when, Words("，没有登记的地块。"))),)
    blocks: list[Block] = []
    for ledger, total in numbers.totals.items():
        blocks.append(Paragraph((*when, Words("，"), *_said(facts, section, ledger, total))))
        blocks.append(_parks(facts, section, ledger))
    return (*blocks, Paragraph((Words("各台账分别统计，不相加。"),)))


def _source(section: SectionRecipe, address: str) -> str:
    return f"land:{section.frozen}/{address}"


def _when(facts: Facts, section: SectionRecipe) -> Parts:
    year, month, day = (bound(facts, _source(section, name)) for name in ("year", "month", "day"))
    return (Words("截至"), year, Words("年"), month, Words("月"), day, Words("日"))


def _said(facts: Facts, section: SectionRecipe, ledger: Ledger, total: LedgerTotal) -> Parts:
    parts: Parts = (
        Words(LEDGER_WORDS[ledger]),
        bound(facts, _source(section, f"{ledger}/parcels")),
        Words("宗、"),
        bound(facts, _source(section, f"{ledger}/area_mu"), DIGITS),
        Words("亩，已盘活"),
        bound(facts, _source(section, f"{ledger}/disposed_mu"), DIGITS),
        Words("亩"),
    )
    modes = [
        (Name(mode), bound(facts, _source(section, f"{ledger}/mode/{number}"), DIGITS), Words("亩"))
        for number, mode in enumerate(total.by_mode)
    ]
    return (*parts, Words("，其中"), *listed(modes), Words("。")) if modes else (*parts, Words("。"))


def _parks(facts: Facts, section: SectionRecipe, ledger: Ledger) -> Table:
    numbers = facts.land(section.frozen)
    columns = [("parcels", "宗数", 0), ("area_mu", "面积（亩）", DIGITS), ("disposed_mu", "已盘活（亩）", DIGITS)]
    rows = [
        Row(
            cells=(
                (Name(numbers.record.names[park]),),
                *(
                    (bound(facts, _source(section, f"{ledger}/park/{park}/{name}"), digits),)
                    for name, _, digits in columns
                ),
            )
        )
        for park in numbers.parks[ledger]
    ]
    heads = (Column(title=(Words(words),), numeric=True) for _, words, _ in columns)
    return Table(
        title=(Words(f"各园区{LEDGER_WORDS[ledger].removeprefix('园区')}"),),
        columns=(Column(title=(Words("园区"),)), *heads),
        rows=tuple(rows),
    )
