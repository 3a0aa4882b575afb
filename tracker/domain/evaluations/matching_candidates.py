"""Firms that a row without a firm may mean, each with the reason; a person decides."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain

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


class CandidateFinder:
    """The firms of a directory, laid out so that no row has to be compared with each of them."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._by_part: dict[tuple[int, int, str], list[str]] = {}
        for code in directory.firms:
            for part in _parts(code):
                self._by_part.setdefault(part, []).append(code)
        self._stems: dict[str, list[str]] = {}
        self._pairs: dict[str, frozenset[str]] = {}
        self._by_pair: dict[str, list[str]] = {}
        for name in directory.by_name:
            stem = name_stem(name)
            self._stems.setdefault(stem, []).append(name)
            self._pairs[name] = _pairs(stem)
            for pair in self._pairs[name]:
                self._by_pair.setdefault(pair, []).append(name)

    def find(self, code: str, name: str) -> list[Candidate]:
        """Up to five, the strongest reason first; every firm once, with all its reasons."""
        found: dict[str, tuple[Fraction, list[str]]] = {}
        for firm, weight, reason in chain(self._by_code(normal_code(code)), self._by_name(normal_name(name))):
            before, reasons = found.get(firm, (Fraction(0), []))
            found[firm] = before + weight, [*reasons, reason]
        ranked = sorted(found.items(), key=lambda each: (-each[1][0], each[0]))[:LARGEST]
        firms = self._directory.firms
        return [Candidate(firm, firms[firm].name, "；".join(reasons)) for firm, (_, reasons) in ranked]

    def _by_code(self, code: str) -> Iterator[tuple[str, Fraction, str]]:
        if not code:
            return
        if code in self._directory.firms:
            yield code, Fraction(10), "代码相同"
            return
        if code in self._directory.code_aliases:
            yield self._directory.code_aliases[code], Fraction(9), "代码是已认定的别名"
        for known in sorted({known for part in _parts(code) for known in self._by_part.get(part, ())}):
            different = [place for place, pair in enumerate(zip(known, code, strict=True)) if pair[0] != pair[1]]
            if different == [len(code) - 1]:
                yield known, Fraction(8), "只有校验码（末位）不同"
            elif len(different) <= MOST_DIFFERENT_SIGNS:
                yield known, Fraction(8 - len(different)), f"代码有 {len(different)} 位不同"

    def _by_name(self, name: str) -> Iterator[tuple[str, Fraction, str]]:
        if not name:
            return
        known = self._directory
        for firm in known.by_name.get(name, ()):
            yield firm, Fraction(7), "名称相同"
        if name in known.name_aliases:
            yield known.name_aliases[name], Fraction(6), "名称是已认定的别名"
        for firm in known.earlier_names.get(name, ()):
            yield firm, Fraction(6), "曾用名"
        for other, weight, reason in self._like_names(name):
            for firm in known.by_name[other]:
                yield firm, weight, reason

    def _like_names(self, name: str) -> Iterator[tuple[str, Fraction, str]]:
        """Other names of the directory."""
        stem = name_stem(name)
        same = self._stems.get(stem, ())
        for other in same:
            if other != name:
                yield other, Fraction(5), "名称只差公司类型"
        pairs = _pairs(stem)
        shared = Counter(chain.from_iterable(self._by_pair.get(pair, ()) for pair in pairs))
        for other, count in shared.items():
            of = len(pairs) + len(self._pairs[other])
            # Multiplied out: fractions of every name of a place would take most of the time.
            if 2 * count * LEAST_ALIKE.denominator >= LEAST_ALIKE.numerator * of and other not in (name, *same):
                yield other, Fraction(2 * count, of), "名称相近"


def code_remark(code: str) -> CodeFault | None:
    """What is wrong with the code that stands in a row; None for a blank one."""
    return code_fault(normal_code(code)) if code else None


def _parts(code: str) -> list[tuple[int, int, str]]:
    """One part more than signs may differ: codes of one length that are alike have a part in common.

    Each takes every third sign, since the first six are the same all over a place.

    >>> _parts("91430300")
    [(8, 0, '930'), (8, 1, '100'), (8, 2, '43')]
    """
    count = MOST_DIFFERENT_SIGNS + 1
    return [(len(code), first, code[first::count]) for first in range(count)]


def _pairs(name: str) -> frozenset[str]:
    """Neighbouring characters, brackets left out; a name of one character is its own pair."""
    name = name.replace("(", "").replace(")", "")
    return frozenset(name[place : place + 2] for place in range(max(len(name) - 1, 1)))
