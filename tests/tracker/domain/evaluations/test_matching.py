"""Which firm a row means."""

import pytest

from tests.case_tables import Row, case_table
from tests.tracker.domain.evaluations.evaluation_cases import CASES
from tracker.domain.evaluations.matching import Directory, KnownFirm, directory, normal_name

FIRST, SECOND = "91430300MA4L000013", "91430300MA4L000021"
TWIN, OTHER_TWIN = "91430300MA4L00003X", "91430300MA4L000048"


def known() -> Directory:
    return directory(
        [
            KnownFirm(FIRST, "甲机械有限公司"),
            KnownFirm(SECOND, "乙（湘潭）食品股份有限公司"),
            KnownFirm(TWIN, "同名公司"),
            KnownFirm(OTHER_TWIN, "同名公司"),
        ],
        code_aliases={"OLD1": FIRST, "GONE": "91000000000000000X"},
        name_aliases={"甲厂": FIRST},
        earlier_names=[("湘潭第一食品厂", SECOND)],
    )


@pytest.mark.parametrize("row", case_table(CASES / "matching.csv"))
def test_rows(row: Row) -> None:
    match = known().find(row["code"], row["name"])
    assert (match.code or "") == row["found"]
    assert row["reason"] in match.reason
    assert bool(match.code) != bool(match.reason)


def test_an_alias_of_a_firm_that_is_not_known_leads_nowhere() -> None:
    assert known().find("GONE", "").code is None


def test_normal_names_do_not_drop_the_legal_form() -> None:
    assert normal_name("甲机械有限公司") != normal_name("甲机械股份有限公司")
