"""Schemes from JSON: the four published ones, every setting, every fault by its path, defaults."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.case_tables import Row, case_table
from tests.tracker.domain.evaluations.evaluation_cases import (
    CASES,
    full_scheme,
    published_schemes,
    scheme_of,
    written_item,
    written_scheme,
)
from tracker.domain.evaluations.scheme import GroupField
from tracker.domain.evaluations.scheme_reading import read_scheme, read_schemes

anything = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 5),
    st.text(max_size=3),
    st.sampled_from(["0", "-1", "1e3", "A", "tax", "lower", "penalty"]),
    st.just([]),
    st.just({}),
    st.just([{}]),
    st.just({"fixed": None}),
)


def paths_of(written: Any, path: str = "") -> list[str]:
    """Every place inside, dotted."""
    inside = written.items() if isinstance(written, dict) else enumerate(written) if isinstance(written, list) else ()
    paths = [path] if path else []
    return paths + [deeper for key, value in inside for deeper in paths_of(value, f"{path}.{key}".lstrip("."))]


def changed(written: Any, path: str, value: str) -> Any:
    """The scheme with the JSON `value` put at a dotted path, or with what stands there deleted."""
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    inside = written
    for step in way:
        inside = inside[step]
    if value == "DELETE":
        del inside[last]
    else:
        inside[last] = json.loads(value)
    return written


@pytest.mark.parametrize("row", case_table(CASES / "scheme_faults.csv"))
def test_faults(row: Row) -> None:
    read = read_scheme(changed(full_scheme(), row["path"], row["value"]))
    assert sorted(f"{fault.path}:{fault.code}" for fault in read.faults) == sorted(row["faults"].split())
    assert len(read.schemes) == (not row["faults"])
    assert all(fault.message for fault in read.faults)


def test_all_faults_are_listed_at_once() -> None:
    written = full_scheme()
    for path, value in (("items.0.weight", '"x"'), ("items.4.cap", '"-1"'), ("veto_grade", '"Z"'), ("name", "DELETE")):
        changed(written, path, value)
    paths = {fault.path for fault in read_scheme(written).faults}
    assert paths == {"items[0].weight", "items[4].cap", "veto_grade", "name"}


@given(st.sampled_from(paths_of(full_scheme())), anything)
def test_whatever_stands_anywhere_is_read_or_named(path: str, value: Any) -> None:
    read = read_scheme(changed(full_scheme(), path, json.dumps(value)))
    assert bool(read.schemes) != bool(read.faults)
    assert len({(fault.path, fault.code) for fault in read.faults}) == len(read.faults)


def test_the_whole_file() -> None:
    document = json.loads((CASES / "schemes.json").read_text(encoding="utf-8"))
    read = read_schemes(document)
    assert read.faults == ()
    assert [scheme.code for scheme in read.schemes] == [
        "huangyan-2022-above",
        "huangyan-2022-below",
        "min-max-example",
        "xiangtan-demo-above",
    ]


def test_the_file_names_faults_by_the_place_of_the_scheme() -> None:
    schemes = published_schemes()
    schemes[2]["items"][1]["weight"] = "41"
    schemes[3]["scheme"] = schemes[0]["scheme"]
    read = read_schemes({"schemes": schemes, "comment": ""})
    assert [(fault.path, fault.code) for fault in read.faults] == [
        ("comment", "unknown_key"),
        ("schemes[2].items", "weights"),
        ("schemes[3].scheme", "conflict"),
    ]
    assert read.schemes == ()


@pytest.mark.parametrize("raw", [None, [], "x", 1])
def test_what_is_no_object(raw: object) -> None:
    assert [fault.code for fault in read_scheme(raw).faults][:1] == ["not_an_object"]
    assert [(fault.path, fault.code) for fault in read_schemes(raw).faults] == [("", "not_an_object")]


def test_defaults_of_what_is_not_written() -> None:
    item = written_item()
    del item["cap"], item["floor"]
    written = written_scheme(item)
    del written["minimum_group_size"], written["veto_grade"]
    scheme = scheme_of(written)
    assert (scheme.items[0].cap, scheme.items[0].floor) == (Decimal("1.5"), Decimal(0))
    assert (scheme.minimum_group_size, scheme.unrated_counted, scheme.bonus_ceiling) == (5, False, None)
    assert (scheme.group_by, scheme.veto_grade) == ((GroupField.SIZE_CLASS,), "D")
    assert not scheme.official
