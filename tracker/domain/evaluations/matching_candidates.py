"""Firms that a row without a firm may mean, each with the reason; a person decides."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from tracker.domain.evaluations.code_check import CodeFault, code_fault
from tracker.domain.evaluations.matching import Directory, name_stem, normal_code, normal_name

LARGEST = 5
MOST_DIFFERENT_SIGNS = 2
# Shared pairs of characters ÷ all pairs; below this, names share little more than the place and the trade.
LEAST_ALIKE = Fraction(6, 10)


@dataclass(frozen=True, slots=True)
class Candidate:
    code: str
    name: str
    reason: str


def candidates(directory: Directory, code: str, name: str) -> list[Candidate]:
    """Up to five, the strongest reason first; every firm once, with all its reasons."""
    found: dict[str, tuple[Fraction, list[str]]] = {}
    for firm, weight, reason in (*_by_code(directory, normal_code(code)), *_by_name(directory, normal_name(name))):
        before, reasons = found.get(firm, (Fraction(0), []))
        found[firm] = before + weight, [*reasons, reason]
    ranked = sorted(found.items(), key=lambda each: (-each[1][0], each[0]))[:LARGEST]
    return [Candidate(firm, directory.firms[firm].name, "；".join(reasons)) for firm, (_, reasons) in ranked]


def code_remark(code: str) -> CodeFault | None:
    """What is wrong with the code that stands in a row; None for a blank one."""
    return code_fault(normal_code(code)) if code else None


def _by_code(directory: Directory, code: str) -> Iterator[tuple[str, Fraction, str]]:
    if not code:
        return
    if code in directory.firms:
        yield code, Fraction(10), "代码相同"
        return
    if code in directory.code_aliases:
        yield directory.code_aliases[code], Fraction(9), "代码是已认定的别名"
    for known in directory.firms:
        if len(known) != len(code):
            continue
        different = [place for place, pair in enumerate(zip(known, code, strict=True)) if pair[0] != pair[1]]
        if different == [len(code) - 1]:
            yield known, Fraction(8), "只有校验码（末位）不同"
        elif len(different) <= MOST_DIFFERENT_SIGNS:
            yield known, Fraction(8 - len(different)), f"代码有 {len(different)} 位不同"


def _by_name(directory: Directory, name: str) -> Iterator[tuple[str, Fraction, str]]:
    if not name:
        return
    for firm in sorted(directory.by_name.get(name, ())):
        yield firm, Fraction(7), "名称相同"
    if name in directory.name_aliases:
        yield directory.name_aliases[name], Fraction(6), "名称是已认定的别名"
    for firm in sorted(directory.earlier_names.get(name, ())):
        yield firm, Fraction(6), "曾用名"
    stem = name_stem(name)
    pairs = _pairs(stem)
    for known, firms in directory.by_name.items():
        other = name_stem(known)
        if known == name:
            continue
        if other == stem:
            weight, reason = Fraction(5), "名称只差公司类型"
        else:
            weight, reason = _likeness(pairs, _pairs(other)), "名称相近"
            if weight < LEAST_ALIKE:
                continue
        for firm in sorted(firms):
            yield firm, weight, reason


def _pairs(name: str) -> frozenset[str]:
    """Neighbouring characters, brackets left out; a name of one character is its own pair."""
    name = name.replace("(", "").replace(")", "")
    return frozenset(name[place : place + 2] for place in range(max(len(name) - 1, 1)))


def _likeness(one: frozenset[str], other: frozenset[str]) -> Fraction:
    return Fraction(2 * len(one & other), len(one) + len(other))
