"""What reads otherwise: a row that merely moved is told from one whose figure changed."""

from dataclasses import replace

import pytest

from tests.bulletin_documents import Book
from tracker.domain.bulletins.comparison import Change, compared
from tracker.domain.bulletins.document import Column, Document, Name, Paragraph, Parts, Row, Section, Table, Words

HEADINGS = (("位次", True), ("地区", False), ("增速", True), ("位次档", False))
FIRST = ("1", "雨湖区", "6.2", "三甲")
SECOND = ("2", "岳塘区", "5.6", "三甲")
THIRD = ("3", "韶山市", "5.0", "")


def row(book: Book, place: str, name: str, growth: str, band: str) -> Row:
    """Place and growth from their sources; “—” for none."""
    cells: list[Parts] = [
        (book.bound(place, source=f"place:GDP/counties/{name}"),) if place else (Words("—"),),
        (Name(name),),
        (book.bound(growth, 1, source=f"published:GDP/{name}"),) if growth else (Words("—"),),
        (Words(band),) if band else (),
    ]
    return Row(cells=tuple(cells))


def document(
    *rows: tuple[str, str, str, str], said: str = "各县市区增势平稳。", notes: tuple[str, ...] = ()
) -> Document:
    table = Table(
        title=(Name("增速排名表"),),
        columns=tuple(Column(title=(Words(text),), numeric=numeric) for text, numeric in HEADINGS),
        rows=tuple(row(Book(), *each) for each in rows),
    )
    section = Section(title=(Name("增速排名"),), blocks=(Paragraph((Words(said),)), table))
    written = tuple(Paragraph((Words(text),)) for text in notes)
    return Document(title=(Name("通报"),), sections=(section,), notes=written)


BEFORE = document(FIRST, SECOND, THIRD)


@pytest.mark.parametrize(
    ("note", "after", "changes"),
    [
        ("nothing changed", BEFORE, []),
        (
            "one figure falls to the end, the others move up",
            document(("1", "岳塘区", "5.6", "三甲"), ("2", "韶山市", "5.0", ""), ("3", "雨湖区", "4.9", "三甲")),
            [
                Change("增速排名，雨湖区", "位次 1；增速 6.2", "位次 3；增速 4.9"),
                Change("增速排名，岳塘区", "位次 2", "位次 1", moved=True),
                Change("增速排名，韶山市", "位次 3", "位次 2", moved=True),
            ],
        ),
        (
            "rows in another order with the same cells are no difference",
            document(THIRD, FIRST, SECOND),
            [],
        ),
        (
            "a figure is withdrawn: no longer there, which is no mere move",
            document(FIRST, ("", "岳塘区", "", ""), ("2", "韶山市", "5.0", "")),
            [
                Change("增速排名，岳塘区", "位次 2；增速 5.6；位次档 三甲", "位次 —；增速 —；位次档 —"),
                Change("增速排名，韶山市", "位次 3", "位次 2", moved=True),
            ],
        ),
        (
            "a row goes and another comes",
            document(FIRST, SECOND, ("3", "湘乡市", "5.0", "")),
            [
                Change("增速排名，韶山市", "位次 3；地区 韶山市；增速 5.0", "—"),
                Change("增速排名，湘乡市", "—", "位次 3；地区 湘乡市；增速 5.0"),
            ],
        ),
        (
            "a sentence and a note",
            document(FIRST, SECOND, THIRD, said="各县市区增势放缓。", notes=("另有说明。",)),
            [
                Change("增速排名，第 1 段", "各县市区增势平稳。", "各县市区增势放缓。"),
                Change("附注第 1 段", "—", "另有说明。"),
            ],
        ),
        (
            "the section is gone: its texts by their titles",
            replace(BEFORE, sections=()),
            [
                Change("第 1 部分标题", "增速排名", "—"),
                Change("增速排名，第 1 段", "各县市区增势平稳。", "—"),
                Change("增速排名，第 2 段", "增速排名表", "—"),
            ],
        ),
    ],
)
def test_changes(note: str, after: Document, changes: list[Change]) -> None:
    assert compared(BEFORE, after) == changes


def test_rows_of_one_name_are_told_apart() -> None:
    """Two cities have a 鼓楼区 each."""
    twice = document(("1", "鼓楼区", "6.2", ""), ("2", "鼓楼区", "5.6", ""))
    after = document(("1", "鼓楼区", "6.2", ""), ("2", "鼓楼区", "5.5", ""))
    assert compared(twice, after) == [Change("增速排名，鼓楼区", "增速 5.6", "增速 5.5")]


@pytest.mark.parametrize(
    ("note", "source", "moved"),
    [
        ("a place of parks goes by their figures", "dispatch:430300/2025-10/place/park/1/place", True),
        ("a figure of the same table", "dispatch:430300/2025-10/place/park/1/value", False),
        ("a number of projects", "dispatch:430300/2025-10/group/kind/0/projects", False),
    ],
)
def test_a_place_of_the_dispatch_board_alone_has_only_moved(note: str, source: str, moved: bool) -> None:
    def board(text: str) -> Document:
        table = Table(
            title=(Words("位次"),),
            columns=(Column(title=(Words("位次"),), numeric=True), Column(title=(Words("园区"),))),
            rows=(Row(cells=((Book().bound(text, source=source),), (Name("高新区"),))),),
        )
        return Document(title=(Name("通报"),), sections=(Section(title=(Words("进度"),), blocks=(table,)),))

    assert compared(board("1"), board("2")) == [Change("进度，高新区", "位次 1", "位次 2", moved=moved)]
