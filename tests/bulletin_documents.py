"""Bulletins made by hand, and books in which their numbers stand."""

from dataclasses import dataclass, field
from decimal import Decimal

from indicators.domain.numbers import plain_rounded
from tracker.domain.bulletins.document import (
    Chart,
    Column,
    Document,
    Name,
    Number,
    Paragraph,
    Parts,
    Row,
    Section,
    Table,
    Words,
)


@dataclass
class Book:
    """Exact numbers by source; `bound` writes one down and gives it as it is printed."""

    numbers: dict[str, Decimal] = field(default_factory=dict)

    def number(self, source: str) -> Decimal:
        return self.numbers[source]

    def bound(self, exact: str, digits: int = 0, *, absolute: bool = False, source: str = "") -> Number:
        source = source or f"figure:{len(self.numbers)}"
        self.numbers[source] = Decimal(exact)
        number = abs(Decimal(exact)) if absolute else Decimal(exact)
        return Number(plain_rounded(number, digits), source, digits, absolute)


AREAS = (
    ("长沙市", "9.949", "8510.13", "1", "0"),
    ("湘潭市", "9.55", "1703.10", "2", "3"),
    ("邵阳市", "9.5", "1387.00", "3", "-2"),
    ("湘西自治州", "-0.04", "497.20", "4", "1"),
)
COLUMNS = (("位次", True), ("市州", False), ("增速（%）", True), ("总量（亿元）", True), ("较上期", False))


def ranking_table(book: Book, *, title: str = "地区生产总值增速", chart: bool = True) -> Table:
    """Four areas and one without data; the second is what the bulletin is about."""
    rows = [_row(book, *area) for area in AREAS]
    rows.append(Row(cells=((Words("—"),), (Name("=某县"),), (Words("—"),), (Words("—"),), (Words("—"),))))
    return Table(
        title=(Name(title),),
        columns=tuple(Column(title=(Words(words),), numeric=numeric) for words, numeric in COLUMNS),
        rows=tuple(rows),
        chart=Chart(title=(Name(title), Words("（%）")), category_column=1, value_column=2) if chart else None,
    )


def _row(book: Book, name: str, growth: str, value: str, place: str, moved: str) -> Row:
    turn = "前移" if int(moved) > 0 else "后移"
    words: Parts = (Words(turn), book.bound(moved, absolute=True), Words("位")) if int(moved) else (Words("持平"),)
    return Row(
        cells=((book.bound(place),), (Name(name),), (book.bound(growth, 1),), (book.bound(value, 2),), words),
        emphasised=name == "湘潭市",
    )


def sample_document(book: Book) -> Document:
    """Two sections with sentences and tables, a subtitle and two notes."""
    place: Parts = (Words("%，居全省"), Name("14市州"), Words("第"), book.bound("2"), Words("位；"))
    last: Parts = (Name("湘西自治州"), Words("下降"), book.bound("-0.04", 2, absolute=True), Words("%。"))
    growth = Paragraph((Words("湘潭市"), Name("地区生产总值"), Words("增长"), book.bound("9.55", 1), *place, *last))
    movers = Paragraph((Name("祁阳市"), Words("前移"), book.bound("3"), Words("位，居首；增幅"), book.bound("-0.5", 1)))
    return Document(
        title=(Words("全省市州主要经济指标排名通报（"), book.bound("2015"), Words("年全年）")),
        subtitle=(Words("据"), Name("湖南省统计局"), Words("公布数")),
        sections=(
            Section(title=(Name("地区生产总值"), Words("增速排名")), blocks=(growth, ranking_table(book))),
            Section(
                title=(Name("2015年 [A/B]: 位次*升降?"),),
                blocks=(
                    movers,
                    ranking_table(book, title="位次前移", chart=False),
                    ranking_table(book, title="位次后移", chart=False),
                ),
            ),
        ),
        notes=(Paragraph((Words("位次说明：并列的同位次。"),)), Paragraph((Name("演示数据 <b>&2015</b>\n第二行"),))),
    )


def large_document(book: Book, *, sections: int = 20, rows: int = 122, columns: int = 8) -> Document:
    """As many numbers as a province's counties make: every cell but the first is one."""
    headings = [Column(title=(Words("县市区"),))]
    headings += [Column(title=(Name(f"指标{number}"),), numeric=True) for number in range(1, columns)]
    return Document(
        title=(Words("全省县市区通报"),),
        sections=tuple(
            Section(
                title=(Name(f"指标{section}排名"),),
                blocks=(
                    Paragraph((Words("全省平均增长"), book.bound(f"{section}.25", 1), Words("%。"))),
                    Table(
                        title=(Name(f"表{section}"),),
                        columns=tuple(headings),
                        rows=tuple(
                            Row(cells=((Name(f"县{row}"),), *_numbers(book, section * row, columns - 1)))
                            for row in range(rows)
                        ),
                        chart=Chart(title=(Words("增速"),), category_column=0, value_column=1),
                    ),
                ),
            )
            for section in range(1, sections + 1)
        ),
    )


def _numbers(book: Book, seed: int, count: int) -> tuple[Parts, ...]:
    return tuple((book.bound(f"{seed * 7 % 97}.{seed * 13 % 100:02}{column}5", 2),) for column in range(count))
