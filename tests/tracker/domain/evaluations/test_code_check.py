"""统一社会信用代码: form, check character, and what one wrong character does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.case_tables import Row, case_table
from tests.tracker.domain.evaluations.evaluation_cases import CASES
from tracker.domain.evaluations.code_check import ALPHABET, check_character, code_fault

signs = st.text(st.sampled_from(ALPHABET), min_size=9, max_size=9)
digits = st.text(st.sampled_from("0123456789"), min_size=6, max_size=6)


@pytest.mark.parametrize("row", case_table(CASES / "code_check.csv"))
def test_codes(row: Row) -> None:
    fault = code_fault(row["code"])
    assert (fault.code if fault else "") == row["fault"]
    assert fault is None or fault.message


def test_the_right_character_is_named() -> None:
    fault = code_fault("91350100M000100Y44")
    assert fault is not None
    assert "校验码应为 3" in fault.message


@given(digits, signs, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_never_passes(division: str, body: str, place: int, sign: str) -> None:
    first = f"91{division}{body}"
    code = first + check_character(first)
    assert code_fault(code) is None
    changed = code[:place] + sign + code[place + 1 :]
    assert (code_fault(changed) is None) == (changed == code)
