"""Indicators, areas and departments by what people type."""

import pytest

from tests.builders import make_area, make_indicator
from tracker.queries.targets.names import UnknownNameError, catalogue

pytestmark = pytest.mark.django_db


@pytest.fixture
def names():
    make_indicator("GDP", name="地区生产总值")
    make_indicator("GDP_GROWTH", name="国内生产总值增长", kind="growth_only", growth_computable=False)
    make_indicator("CPI", name="物价")
    make_indicator("CPI_2", name="物价")
    make_area("A", name="湘潭县")
    return catalogue()


@pytest.mark.parametrize(
    ("typed", "code", "note"),
    [
        ("GDP", "GDP", "by code"),
        ("地区生产总值", "GDP", "by a name that only one has"),
        ("CPI_2 物价", "CPI_2", "as the list for choice writes it"),
    ],
)
def test_what_is_typed_is_found(names, typed, code, note):
    assert names.indicators.find(typed).code == code, note


@pytest.mark.parametrize(
    ("typed", "words"),
    [("物价", "有 2 个指标叫“物价”，请写代码"), ("粮食", "没有叫“粮食”的指标"), ("A", "没有叫“A”的指标")],
)
def test_what_cannot_be_told_is_refused_in_words(names, typed, words):
    with pytest.raises(UnknownNameError, match=words):
        names.indicators.find(typed)


def test_a_plan_may_call_an_indicator_of_growth_without_that_word(names):
    assert [each.code for each in names.references("国内生产总值")] == ["GDP_GROWTH"]
    assert len(names.references("物价")) == 2
    assert names.references("粮食") == []
