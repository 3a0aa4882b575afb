"""A workbook that comes back late: what its owner changed, what others changed meanwhile, and where both did."""

from collections.abc import Mapping

import pytest

from indicators.domain.return_sheets import SheetCell
from indicators.models import Return
from indicators.queries.returns.figures import CheckedReturn
from indicators.queries.returns.sheets import sheet_of
from indicators.queries.returns.uploads import differences
from indicators.readers.return_workbook import read_return_workbook
from indicators.writers.return_workbook import write_return_workbook
from tests.builders import figure
from tests.indicators.return_sheet_sample import opened, saved
from tests.return_worlds import World, change, fill, make_world, save

VALUE, GROWTH = "J", "K"
NOTE = "L"


@pytest.fixture
def world(db: None) -> World:
    """What the workbook was downloaded with: a value with a note, its growth blank."""
    world = make_world()
    save(world.of, change("118.2", note="按快报"))
    return world


def downloaded(of: Return) -> bytes:
    return write_return_workbook(sheet_of(CheckedReturn(of)))


def typed(workbook: bytes, cells: Mapping[str, object]) -> bytes:
    """The workbook with these columns of its only row filled in."""
    book = opened(workbook)
    for column, content in cells.items():
        book["填报"][f"{column}5"] = content
    return saved(book)


def changed(of: Return, workbook: bytes) -> dict[str, tuple[str | None, str | None, bool]]:
    """Content, note and whether it is a conflict, by measure."""
    checked = CheckedReturn(of)
    read = read_return_workbook(workbook, expected=sheet_of(checked))
    assert read.faults == ()
    return {each.cell.measure: (each.content, each.note, each.conflicts) for each in differences(checked, read.cells)}


@pytest.mark.parametrize(
    ("mine", "theirs", "found"),
    [
        ({}, None, {}),
        ({}, change("7"), {}),
        ({}, change("7", note="改过"), {}),
        ({VALUE: 7}, None, {"value": ("7", None, False)}),
        ({VALUE: None}, None, {"value": ("", None, False)}),
        ({NOTE: "按年报"}, None, {"value": (None, "按年报", False)}),
        ({NOTE: None}, None, {"value": (None, "", False)}),
        ({VALUE: 7, NOTE: "按年报"}, None, {"value": ("7", "按年报", False)}),
        ({GROWTH: 0}, None, {"growth": ("0", None, False)}),
        ({GROWTH: 0}, change("7"), {"growth": ("0", None, False)}),
        ({VALUE: 8}, change("7"), {"value": ("8", None, True)}),
        ({VALUE: None}, change("7"), {"value": ("", None, True)}),
        ({VALUE: "—"}, change("0"), {"value": ("—", None, True)}),
        ({VALUE: 7}, change("7"), {}),
        ({VALUE: "—"}, change("—"), {}),
        ({VALUE: 7}, change("7", note="改过"), {}),
        ({VALUE: 7}, change(note="改过"), {"value": ("7", None, True)}),
        ({NOTE: "按年报"}, change("7"), {"value": (None, "按年报", True)}),
        ({NOTE: "按年报"}, change(note="按年报"), {}),
        ({NOTE: "按年报", VALUE: 7}, change("7"), {"value": ("7", "按年报", True)}),
    ],
)
def test_three_ways(
    world: World,
    mine: Mapping[str, object],
    theirs: object,
    found: dict[str, tuple[str | None, str | None, bool]],
) -> None:
    workbook = typed(downloaded(world.of), mine)
    if theirs is not None:
        save(world.of, theirs)  # type: ignore[arg-type]
    assert changed(world.of, workbook) == found


def test_a_cell_that_was_changed_and_changed_back_is_still_asked_about(world: World) -> None:
    workbook = typed(downloaded(world.of), {VALUE: 7})
    fill(world.of, {"TAX/A/value": "5"})
    fill(world.of, {"TAX/A/value": "118.2"})
    assert changed(world.of, workbook) == {"value": ("7", None, True)}


def test_a_new_download_resolves_it(world: World) -> None:
    fill(world.of, {"TAX/A/value": "5"})
    assert changed(world.of, typed(downloaded(world.of), {VALUE: 7})) == {"value": ("7", None, False)}


def test_the_sheet_carries_versions_and_what_was_published_of_both_measures(db: None) -> None:
    world = make_world(published=(figure("TAX", "A", "2025-Q1", "118.20", "-2.5"),))
    fill(world.of, {"TAX/A/growth": "3"})

    def beside(cell: SheetCell) -> tuple[str, int, str, str]:
        return cell.measure, cell.version, cell.unit, str(cell.year_ago)

    value, growth = (beside(cell) for cell in sheet_of(CheckedReturn(world.of)).cells)
    assert (value[:2], growth[:3]) == (("value", 0), ("growth", 1, "%"))
    assert (float(value[3]), float(growth[3])) == (118.2, -2.5)
