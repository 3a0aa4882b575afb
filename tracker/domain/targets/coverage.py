"""Whether the parts of a target cover the whole: counties and parks, and the yearly targets of a five-year one.

Only what adds up is added: totals, levels, bounds and changes, over areas only those of additive kinds. Of the rest it
is only asked whether every part has a target.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.domain.exact import exact
from indicators.domain.kinds import Direction, Kind
from indicators.domain.numbers import plain
from tracker.domain.targets.target import BOUNDS, Form, Target

METHOD = "coverage/1"

COVERED = "covered"
SHORT = "short"
OVER = "over"
PARTS_MISSING = "parts_missing"
YEARS_MISSING = "years_missing"
OUTSIDE = "outside"
NO_MEMBERS = "no_members"
NOT_ADDITIVE = "not_additive"
FORMS_DIFFER = "forms_differ"

ADDITIVE_KINDS = frozenset({Kind.FLOW_YTD, Kind.FLOW, Kind.STOCK, Kind.COUNTER})
LEVELS = BOUNDS | {Form.LEVEL}
# By the form of the whole those its yearly targets may have; the yearly level of a total is the amount of the year.
YEARLY_FORMS: Mapping[Form, frozenset[Form]] = {
    Form.TOTAL: LEVELS | {Form.TOTAL},
    Form.CHANGE: frozenset({Form.CHANGE}),
    **dict.fromkeys(LEVELS, LEVELS),
}


@dataclass(frozen=True, slots=True)
class Finding:
    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """`missing` lists the areas or years that have no target of their own.

    `reached` is the sum of the parts there are, or the end year's level; `difference` is how far it lies above the
    whole. Both are None where nothing is compared.
    """

    missing: tuple[str, ...]
    reached: Decimal | None = None
    difference: Decimal | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def covers(self) -> bool:
        """Whether the parts are known to cover the whole."""
        return any(finding.code == COVERED for finding in self.findings)


@exact
def parts_coverage(whole: Target, members: Mapping[str, str], parts: Mapping[str, Target]) -> Coverage:
    """Decomposition: `members` are the areas that make up the whole, code → name; `parts` their targets by code.

    The sum is judged once no part is missing. Parts that are no members are named and not counted.
    """
    missing = tuple(code for code in members if _number(parts.get(code)) is None)
    outside = sorted(code for code in parts if code not in members)
    counted = [parts[code] for code in members if code not in missing]
    findings = []
    if not members:
        findings.append(Finding(NO_MEMBERS, "没有规定由哪些地区构成全域，不能检查分解。"))
    if missing:
        findings.append(Finding(PARTS_MISSING, f"{_listed(members[code] for code in missing)}还没有分解目标。"))
    if outside:
        findings.append(Finding(OUTSIDE, f"{_listed(outside)}不属于全域的构成地区，不计入。"))
    if whole.kind not in ADDITIVE_KINDS or not _is_amount(whole):
        findings.append(Finding(NOT_ADDITIVE, "比率、增速等不能相加，只检查各地是否都有分解目标。"))
    elif any(_sort(part) != _sort(whole) for part in counted):
        findings.append(Finding(FORMS_DIFFER, "有分解目标与总目标的形式、方向或年份不同，不能相加。"))
    elif counted:
        return _compared("各地分解目标之和", whole, counted, missing, findings, is_complete=not missing)
    return Coverage(missing=missing, findings=tuple(findings))


@exact
def years_coverage(whole: Target, yearly: Mapping[int, Target]) -> Coverage:
    """The yearly targets of one area against the five-year one: of totals and changes the sum, of a level the last.

    A sum is judged once no year is missing, a level once the end year has one.
    """
    years = range(whole.base_year + 1, whole.end_year + 1)
    counted = {year: yearly[year] for year in years if _number(yearly.get(year)) is not None}
    missing = tuple(str(year) for year in years if year not in counted)
    findings = [Finding(YEARS_MISSING, f"{_listed(missing)}年还没有年度目标。")] if missing else []
    if not _is_amount(whole):
        findings.append(Finding(NOT_ADDITIVE, "这种形式的年度目标不能相加，只检查各年是否都有年度目标。"))
    elif any(not _is_yearly(each, whole) for each in counted.values()):
        findings.append(Finding(FORMS_DIFFER, "有年度目标与五年目标的形式或方向不同，不能相比。"))
    elif whole.form not in LEVELS and counted:
        numbers = list(counted.values())
        return _compared("各年年度目标之和", whole, numbers, missing, findings, is_complete=not missing)
    elif whole.form in LEVELS and whole.end_year in counted:
        last = [counted[whole.end_year]]
        return _compared(f"{whole.end_year} 年的年度目标", whole, last, missing, findings, is_complete=True)
    return Coverage(missing=missing, findings=tuple(findings))


def _compared(
    subject: str,
    whole: Target,
    counted: Sequence[Target],
    missing: tuple[str, ...],
    findings: Sequence[Finding],
    *,
    is_complete: bool,
) -> Coverage:
    assert whole.value is not None
    reached = sum((part.value for part in counted if part.value is not None), Decimal(0))
    judged = [_judged(subject, whole, counted, reached)] if is_complete else []
    return Coverage(
        missing=missing,
        reached=reached,
        difference=reached - whole.value,
        findings=(*findings, *judged),
    )


def _judged(subject: str, whole: Target, counted: Sequence[Target], reached: Decimal) -> Finding:
    """One part that has to lie beyond its bound takes the sum beyond a strict one."""
    assert whole.value is not None
    difference = reached - whole.value
    size = f"{'多' if difference > 0 else '少'} {plain(abs(difference))}" if difference else "相等"
    words = f"{subject}为 {plain(reached)}，与总目标 {plain(whole.value)} 相比{size}"
    beyond = any(part.strict for part in counted)
    if whole.reaches(reached, whole.value) or (beyond and not difference):
        return Finding(COVERED, f"{words}，能够覆盖。")
    if not difference:
        words += "，而总目标不含等于"
    return Finding(SHORT if whole.direction == Direction.HIGHER else OVER, f"{words}，不能覆盖。")


def _number(target: Target | None) -> Decimal | None:
    return None if target is None else target.value


def _is_amount(target: Target) -> bool:
    return target.form in YEARLY_FORMS and not target.reads_growth and target.value is not None


def _sort(target: Target) -> tuple[object, ...]:
    """What two targets have to share for their numbers to be added; a level does not depend on its base year."""
    is_level = target.form in LEVELS
    form, base_year = (Form.LEVEL, None) if is_level else (target.form, target.base_year)
    return form, target.reads_growth, target.direction, base_year, target.end_year


def _is_yearly(each: Target, whole: Target) -> bool:
    same_direction = each.direction == whole.direction
    return each.form in YEARLY_FORMS[whole.form] and not each.reads_growth and same_direction


def _listed(words: Iterable[str]) -> str:
    return "、".join(words)
