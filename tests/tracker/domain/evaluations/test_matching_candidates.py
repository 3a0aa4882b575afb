"""Which firms a row without a firm may mean, and why; what is alike is found among many firms, too."""

from itertools import combinations

import pytest

from tracker.domain.evaluations.matching import Directory, KnownFirm, directory
from tracker.domain.evaluations.matching_candidates import LARGEST, CandidateFinder

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
    found = {each.code: each.reason for each in CandidateFinder(known()).find(code, name)}
    assert reason in found[firm]


def test_a_code_and_a_name_of_two_firms_offer_both_the_code_first() -> None:
    found = CandidateFinder(known()).find(FIRST, "乙（湘潭）食品股份有限公司")
    assert [(each.code, each.reason) for each in found] == [(FIRST, "代码相同"), (SECOND, "名称相同")]


def test_what_is_not_alike_is_no_candidate() -> None:
    assert CandidateFinder(known()).find("", "湘江化工集团") == []
    assert CandidateFinder(known()).find("12", "") == []


def test_there_are_at_most_five() -> None:
    firms = [KnownFirm(f"91430300MA4L{number:06d}", f"湘潭{number}号机械制造厂") for number in range(20)]
    assert len(CandidateFinder(directory(firms)).find("", "湘潭机械制造厂")) == LARGEST


@pytest.mark.parametrize("places", list(combinations(range(18), 2)), ids=str)
def test_two_wrong_signs_are_found_wherever_they_stand(places: tuple[int, int]) -> None:
    """Whichever part of the code is still whole leads to it."""
    code = list(FIRST)
    for place in places:
        code[place] = "Z"
    [found] = CandidateFinder(directory([KnownFirm(FIRST, "甲"), KnownFirm(SECOND[::-1], "乙")])).find(
        "".join(code), ""
    )
    assert (found.code, found.reason) == (FIRST, "代码有 2 位不同")


def test_three_wrong_signs_are_none_and_other_lengths_neither() -> None:
    finder = CandidateFinder(directory([KnownFirm(FIRST, "甲")]))
    for code in (f"ZZZ{FIRST[3:]}", FIRST[:-1], f"{FIRST}0"):
        assert finder.find(code, "") == [], code


def test_every_firm_once_with_all_its_reasons_the_strongest_first() -> None:
    firms = [(FIRST, "湘潭东方机械有限公司"), (TWIN, "丙厂"), (OTHER_TWIN, "湘潭东方机械厂")]
    finder = CandidateFinder(directory(KnownFirm(*firm) for firm in firms))
    found = finder.find(f"{TWIN[:-1]}Z", "湘潭东方机械股份有限公司")
    assert [(each.code, each.reason) for each in found] == [
        (FIRST, "代码有 2 位不同；名称只差公司类型"),
        (TWIN, "只有校验码（末位）不同"),
        (OTHER_TWIN, "代码有 2 位不同；名称相近"),
    ]
