"""Random schemes as they are written and random groups of firms, made so that ties, gaps and zeros are common."""

from typing import Any

from hypothesis import strategies as st

from tests.tracker.domain.evaluations.evaluation_cases import FactsRow, Written, written_scheme

QUANTITIES = ("tax", "land", "revenue", "energy", "emissions")
MARKS = ("", "", "专精特新", "安全事故")
EXTREMES = ("999999999999999.999999999999999", "0.000000000000001")
COMPONENTS = ("增值税", "企业所得税")


def decimals(least: int, most: int, places: int) -> st.SearchStrategy[str]:
    """Plain decimals as texts."""
    return st.decimals(least, most, places=places, allow_nan=False).map(lambda number: format(number, "f"))


multiples = st.sampled_from(["0.9", "1", "1.2", "0.333333"])
baselines = st.one_of(
    st.builds(lambda number: {"fixed": number}, st.sampled_from(["0.5", "1", "3", "24.097", "0.0302"])),
    st.builds(lambda number: {"group_average": number}, multiples),
    st.builds(lambda number: {"previous_average": number}, multiples),
)
caps = st.sampled_from([None, "1", "1.5", "0.8"])
floors = st.sampled_from([None, "0", "0", "-3", "2.5"])
missing_rules: st.SearchStrategy[Any] = st.sampled_from(["zero", "full", "group_average_score", {"penalty": "5"}])


@st.composite
def written_items(draw: st.DrawFn, place: int, weight: str) -> Written:
    formula, direction = draw(
        st.sampled_from(
            [
                ("benchmark", "higher"),
                ("inverse", "lower"),
                ("min_max", "higher"),
                ("min_max", "lower"),
                ("maximum", "higher"),
            ]
        )
    )
    against = formula in ("benchmark", "inverse")
    baseline = draw(baselines) if against else None
    change = draw(st.booleans()) and not (baseline and "previous_average" in baseline)
    return {
        "item": f"item{place}",
        "name": f"指标{place}",
        "numerator": draw(st.sampled_from(QUANTITIES)),
        "denominator": draw(st.sampled_from([None, *QUANTITIES])),
        **({"change": True} if change else {}),
        "weight": weight,
        "formula": formula,
        "baseline": baseline,
        "direction": direction,
        "cap": draw(caps),
        "floor": draw(floors),
        "missing": draw(missing_rules),
    }


@st.composite
def written_schemes(draw: st.DrawFn) -> Written:
    weights = draw(st.sampled_from([["100"], ["60", "40"], ["33.333333", "33.333333", "33.333334"]]))
    items = [draw(written_items(place, weight)) for place, weight in enumerate(weights)]
    settings: dict[str, Any] = {
        "minimum_group_size": draw(st.sampled_from([1, 5, 8])),
        "unrated_counted": draw(st.booleans()),
        "coefficient": draw(st.sampled_from(["1", "0.9", "0.333333333"])),
        "bonus_ceiling": draw(st.sampled_from([None, "2", "10"])),
    }
    if draw(st.booleans()):
        settings["veto_frees_place"] = True
    if draw(st.booleans()):
        settings["tax_components"] = list(COMPONENTS)
    if draw(st.booleans()):
        settings["promotions"] = [{"when": "专精特新", "grade": draw(st.sampled_from("ABC"))}]
        settings["grade_caps"] = [{"when": "安全事故", "grade": draw(st.sampled_from("BCD"))}]
    return written_scheme(*items, **settings)


@st.composite
def facts_rows(draw: st.DrawFn) -> FactsRow:
    """Small numbers, so that firms tie; often absent, zero, or negative above the line."""
    cell = st.sampled_from(["", "0", "1", "2", "3", "7", "0.5", "3.14", *EXTREMES])
    signed = st.one_of(cell, st.sampled_from(["-1", "-2.5"]), decimals(-50, 900, 4))
    row = {
        "tax": draw(signed),
        "revenue": draw(signed),
        "energy": draw(cell),
        "emissions": draw(cell),
        "land_owned": draw(st.one_of(cell, decimals(0, 300, 2))),
        "land_leased_in": draw(st.sampled_from(["", "", "1"])),
        "land_leased_out": draw(st.sampled_from(["", "", "1"])),
        "bonus": draw(st.sampled_from(["", "", "1", "2.5", "12"])),
        "penalty": draw(st.sampled_from(["", "", "0.5"])),
        "veto": draw(st.sampled_from(["", "", "", "yes"])),
        "promotion": draw(st.sampled_from(MARKS)),
        "grade_cap": draw(st.sampled_from(MARKS)),
        "taxes": draw(st.sampled_from(["", "增值税=2;企业所得税=0.5", "增值税=-1;房产税=3", "房产税=1"])),
        "exempt_reason": draw(st.sampled_from(["", "", "", "", "供电企业"])),
        "in_production_from": draw(
            st.sampled_from(["", "", "2010-05-01", "2021-12-31", "2022-01-01", "2020-02-28", "2023-06-30"])
        ),
    }
    return {name: text for name, text in row.items() if text}


groups = st.lists(st.tuples(facts_rows(), st.one_of(st.none(), facts_rows(), facts_rows())), min_size=1, max_size=14)
