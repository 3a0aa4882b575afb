"""Which firm a row means, and which firms it may mean."""

import pytest

from tests.case_tables import Row, case_table
from tests.tracker.domain.evaluations.evaluation_cases import CASES
from tracker.domain.evaluations.matching import Directory, KnownFirm, directory, normal_name
from tracker.domain.evaluations.matching_candidates import LARGEST, candidates

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


@pytest.mark.parametrize(
    ("code", "name", "firm", "reason"),
    [
        ("91430300MA4L000014", "", FIRST, "只有校验码（末位）不同"),
        ("91430300MA4L990021", "", SECOND, "代码有 2 位不同"),
        ("", "甲机械有限责任公司", FIRST, "名称只差公司类型"),
        ("", "乙湘潭食品公司", SECOND, "名称相近"),
        ("", "湘潭第一食品厂", SECOND, "曾用名"),
        ("91430300MA4L999999", "甲厂", FIRST, "名称是已认定的别名"),
    ],
)
def test_candidates_say_why(code: str, name: str, firm: str, reason: str) -> None:
    found = {each.code: each.reason for each in candidates(known(), code, name)}
    assert reason in found[firm]


def test_a_code_and_a_name_of_two_firms_offer_both_the_code_first() -> None:
    found = candidates(known(), FIRST, "乙（湘潭）食品股份有限公司")
    assert [(each.code, each.reason) for each in found] == [(FIRST, "代码相同"), (SECOND, "名称相同")]


def test_what_is_not_alike_is_no_candidate() -> None:
    assert candidates(known(), "", "湘江化工集团") == []
    assert candidates(known(), "12", "") == []


def test_there_are_at_most_five() -> None:
    firms = [KnownFirm(f"91430300MA4L{number:06d}", f"湘潭{number}号机械制造厂") for number in range(20)]
    assert len(candidates(directory(firms), "", "湘潭机械制造厂")) == LARGEST


def test_an_alias_of_a_firm_that_is_not_known_leads_nowhere() -> None:
    assert known().find("GONE", "").code is None


def test_normal_names_do_not_drop_the_legal_form() -> None:
    assert normal_name("甲机械有限公司") != normal_name("甲机械股份有限公司")
