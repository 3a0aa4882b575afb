"""One rule holds the facts of a year, whichever of the four doors a change comes by; what is refused stores nothing."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from indicators.services.packages import PackageRefusedError
from tests.evaluation_builders import make_round
from tests.fact_doors import Door, by_form, by_interface, by_package, by_workbook
from tests.fact_worlds import FactWorld, fact_of, make_fact_world
from tracker.models import Round
from tracker.services.evaluations.fact_locks import RoundLockedError

pytestmark = pytest.mark.django_db


def reasons_of(door: Door, world: FactWorld, directory: Path) -> list[str]:
    try:
        door(world, [world.firms[3]], directory)
    except RoundLockedError as refusal:
        return refusal.reasons
    except ValidationError as refusal:
        return refusal.messages
    except PackageRefusedError as refusal:
        assert {each.code for each in refusal.faults} == {"locked"}
        return [each.message for each in refusal.faults]
    return []


DOORS = {"package": by_package, "interface": by_interface, "workbook": by_workbook, "form": by_form}
OF_A_ROUND = ("interface", "workbook")

OWN = "“2022年评价”已锁定，2022 年的数据不再变动"
TRIAL = "“2022年评价（试评）”已锁定，2022 年的数据不再变动"
OTHER = "“复评”已锁定，2022 年的数据不再变动"
NEXT = "“2023年评价”已评分，2022 年的数据作为其上年数不再变动"
# Whether the round is locked and a trial, other rounds (name, year, state, trial), the reasons at the doors of the
# round, the reasons at the doors of the year, note
CASES = [
    (False, False, [], [], [], "while it collects"),
    (True, False, [], [OWN], [OWN], "facts locked, domain.md 4, Process"),
    (False, False, [("复评", 2022, "locked", False)], [OTHER], [OTHER], "another round of the year"),
    (False, False, [("2023年评价", 2023, "scored", False)], [NEXT], [NEXT], "a change item reads last year's"),
    (True, False, [("2023年评价", 2023, "scored", False)], [OWN, NEXT], [OWN, NEXT], "every reason, interface.md"),
    (False, False, [("2021年评价", 2021, "final", False)], [], [], "last year's lock holds last year's facts alone"),
    (False, False, [("试评", 2022, "published", True)], [], [], "a trial holds them only for itself"),
    (
        True,
        True,
        [],
        [TRIAL],
        [],
        "interface.md: POST is 409 once the round is locked; a trial holds nobody else",
    ),
]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(("locked", "trial", "others", "of_round", "of_year", "note"), CASES)
def test_every_door_says_the_same(
    tmp_path: Path,
    door: str,
    locked: bool,
    trial: bool,
    others: list[tuple[str, int, str, bool]],
    of_round: list[str],
    of_year: list[str],
    note: str,
) -> None:
    world = make_fact_world()
    Round.objects.update(state="locked" if locked else "collecting", trial=trial)
    for number, (name, year, state, is_trial) in enumerate(others):
        make_round(f"S{number}", year=year, name=name, state=state, trial=is_trial)
    expected = of_round if door in OF_A_ROUND else of_year
    assert reasons_of(DOORS[door], world, tmp_path) == expected, note
    assert fact_of(world.firms[3], "electricity") == (None if expected else 5), note
