"""Schemes from `schemes.json`: all faults by path, or the schemes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.domain.exact import exact
from indicators.domain.numbers import plain
from tracker.domain.evaluations.facts import SizeClass
from tracker.domain.evaluations.item_reading import ITEM_KEYS, read_item
from tracker.domain.evaluations.json_reading import REQUIRED, Absent, JsonObject
from tracker.domain.evaluations.scheme import DEFAULT_MINIMUM, UNRATED, Grade, GradeRule, GroupField, Item, Scheme
from tracker.domain.evaluations.scheme_faults import SchemeFault, SchemeFaults

SCHEME_KEYS = (
    "scheme",
    "name",
    "year",
    "size_class",
    "official",
    "group_by",
    "tax_components",
    "items",
    "coefficient",
    "bonus_ceiling",
    "grades",
    "promotions",
    "grade_caps",
    "minimum_group_size",
    "unrated_counted",
    "veto_grade",
    "veto_frees_place",
)
GRADE_KEYS = ("grade", "name", "up_to", "policies")
RULE_KEYS = ("when", "grade")
FIRST_YEAR, LAST_YEAR = 1949, 2100
LARGEST_MINIMUM = 1_000_000
WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class ReadSchemes:
    """The schemes, none where there is a fault."""

    schemes: tuple[Scheme, ...]
    faults: tuple[SchemeFault, ...]


def read_scheme(raw: object) -> ReadSchemes:
    """One scheme from its object; paths start at it: `items[2].weight`."""
    faults = SchemeFaults()
    scheme = _scheme(JsonObject(raw, "", faults, SCHEME_KEYS))
    return ReadSchemes(() if faults else (scheme,), tuple(faults))


def read_schemes(raw: object) -> ReadSchemes:
    """The whole file, `{"notes": …, "schemes": […]}`; paths start at it: `schemes[0].items[2].weight`."""
    faults = SchemeFaults()
    document = JsonObject(raw, "", faults, ("notes", "schemes"))
    schemes: list[Scheme] = []
    for written in document.objects("schemes", SCHEME_KEYS, []):  # an export without schemes has none
        scheme = _scheme(written)
        if any(scheme.code == earlier.code for earlier in schemes) and written.is_clean("scheme"):
            written.fault("scheme", "conflict", f"方案“{scheme.code}”重复")
        schemes.append(scheme)
    return ReadSchemes(() if faults else tuple(schemes), tuple(faults))


@exact
def _scheme(written: JsonObject) -> Scheme:
    grades = tuple(_grade(each) for each in written.objects("grades", GRADE_KEYS))
    items = tuple(read_item(each) for each in written.objects("items", ITEM_KEYS))
    _check_items(written, items)
    _check_grades(written, grades)
    codes = [grade.code for grade in grades]
    return Scheme(
        code=_code(written),
        name=written.text("name"),
        year=written.whole("year", FIRST_YEAR, LAST_YEAR),
        size_class=written.choice("size_class", SizeClass),
        official=written.flag("official", False),
        group_by=_group_by(written),
        items=items,
        tax_components=written.texts("tax_components"),
        coefficient=_coefficient(written),
        bonus_ceiling=_bonus_ceiling(written),
        grades=grades,
        promotions=_rules(written, "promotions", codes),
        grade_caps=_rules(written, "grade_caps", codes),
        minimum_group_size=written.whole("minimum_group_size", 1, LARGEST_MINIMUM, DEFAULT_MINIMUM),
        unrated_counted=written.flag("unrated_counted", False),
        veto_grade=_known_grade(written, "veto_grade", codes, codes[-1] if codes else REQUIRED),
        veto_frees_place=written.flag("veto_frees_place", False),
    )


def _code(written: JsonObject) -> str:
    code = written.text("scheme")
    if any(sign.isspace() for sign in code):
        written.fault("scheme", "blank", "方案代码不能含空格：rounds.csv 用空格分隔多个方案")
    return code


def _group_by(written: JsonObject) -> tuple[GroupField, ...]:
    if written.raw("group_by", None) is None:
        return (GroupField.SIZE_CLASS,)
    fields = written.texts("group_by")
    known = {field.value: field for field in GroupField}
    for place, field in enumerate(fields):
        if field not in known:
            written.fault(f"group_by[{place}]", "not_a_choice", f"“{field}”不能用来分组，可用：{'、'.join(known)}")
    return tuple(known[field] for field in fields if field in known)


def _coefficient(written: JsonObject) -> Decimal:
    coefficient = written.number("coefficient", Decimal(1))
    if coefficient <= 0:
        written.fault("coefficient", "not_positive", "系数须大于 0")
    return coefficient


def _bonus_ceiling(written: JsonObject) -> Decimal | None:
    ceiling = written.number_or_none("bonus_ceiling", None)
    if ceiling is not None and ceiling < 0:
        written.fault("bonus_ceiling", "negative", "加分上限不能为负；不设上限写 null")
    return ceiling


def _grade(written: JsonObject) -> Grade:
    return Grade(
        code=written.text("grade"),
        up_to=written.number("up_to"),
        name=written.text("name", ""),
        policies=written.texts("policies"),
    )


def _rules(written: JsonObject, key: str, codes: Sequence[str]) -> tuple[GradeRule, ...]:
    rules: list[GradeRule] = []
    for each in written.objects(key, RULE_KEYS, []):
        rule = GradeRule(each.text("when"), _known_grade(each, "grade", codes))
        if rule.when and any(rule.when == earlier.when for earlier in rules):
            each.fault("when", "twice", f"“{rule.when}”重复")
        rules.append(rule)
    return tuple(rules)


def _known_grade(written: JsonObject, key: str, codes: Sequence[str], default: str | Absent = REQUIRED) -> str:
    code = written.text(key, default)
    if code and code not in codes:
        written.fault(key, "unknown_grade", f"方案里没有“{code}”这一档，只有：{'、'.join(codes)}")
    return code


def _check_items(written: JsonObject, items: tuple[Item, ...]) -> None:
    for place, code in _repeated([item.code for item in items]):
        written.fault(f"items[{place}].item", "twice", f"指标“{code}”重复")
    if items and _all_read(written, "items", "weight", len(items)):
        total = sum((item.weight for item in items), Decimal(0))
        if total != WHOLE:
            written.fault("items", "weights", f"各项权重之和须为 100，现为 {plain(total)}")


def _check_grades(written: JsonObject, grades: tuple[Grade, ...]) -> None:
    for place, code in _repeated([grade.code for grade in grades]):
        written.fault(f"grades[{place}].grade", "twice", f"档次“{code}”重复")
    for place, grade in enumerate(grades):
        if grade.code == UNRATED:
            written.fault(f"grades[{place}].grade", "reserved", "T 是不参评企业的专用档，不能作为档次")
    if not _all_read(written, "grades", "up_to", len(grades)):
        return
    reached = Decimal(0)
    for place, grade in enumerate(grades):
        if grade.up_to <= reached:
            message = "各档的累计比例须大于 0 并逐档递增" if place else "累计比例须大于 0"
            written.fault(f"grades[{place}].up_to", "not_ascending", message)
        reached = grade.up_to
    if grades and reached != 1:
        message = f"最末一档须到 1（全部企业），现为 {plain(reached)}"
        written.fault(f"grades[{len(grades) - 1}].up_to", "not_whole", message)


def _all_read(written: JsonObject, key: str, field: str, count: int) -> bool:
    """Whether no object of the list needed a stand-in for this number: what stands in adds up to nothing."""
    paths = {fault.path for fault in written.faults}
    objects = [written.at(f"{key}[{place}]") for place in range(count)]
    return paths.isdisjoint(objects) and paths.isdisjoint(f"{path}.{field}" for path in objects)


def _repeated(codes: Sequence[str]) -> list[tuple[int, str]]:
    """Places of codes met before; a blank one is a fault of its own."""
    seen: Counter[str] = Counter()
    repeated = []
    for place, code in enumerate(codes):
        if code and seen[code]:
            repeated.append((place, code))
        seen[code] += 1
    return repeated
