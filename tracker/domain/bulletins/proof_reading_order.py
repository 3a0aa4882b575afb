"""Reads the texts of a file against the lines of a bulletin, chapter by chapter and in order."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher, get_close_matches
from itertools import accumulate

from tracker.domain.bulletins.proof_faults import Fault, line_fault, missing
from tracker.domain.bulletins.proof_lines import ProofLine, normal, numbers_in

Chapter = tuple[ProofLine, ...]

# What a chapter may begin with that is the writer's: 一、 or （一）.
_ORDINAL = re.compile(r"[（(]?[一二三四五六七八九十百]+[）)、．.]")
_ABSENT = "—"
# Texts that only resemble each other are paired where there are few; elsewhere each is reported by itself.
_FEW = 400


def without_ordinal(text: str) -> str:
    """
    >>> without_ordinal("十二、财政收入"), without_ordinal("一般公共预算收入")
    ('财政收入', '一般公共预算收入')
    """
    return _ORDINAL.sub("", text, count=1) if _ORDINAL.match(text) else text


class ReadingOrder:
    """The chapters of a document: the first `front` of them are title and subtitle, among which the head may stand.

    Other texts may stand around chapters, never inside one. Between two of them they hold no number, because a row
    that was added to a table would look the same; at the end none of them is a number alone.
    """

    def __init__(self, chapters: Sequence[Chapter], *, front: int) -> None:
        self._chapters = tuple(chapters)
        self._lines = tuple(line for chapter in chapters for line in chapter)
        self._offsets = tuple(accumulate((len(chapter) for chapter in chapters), initial=0))
        self._front = self._offsets[front]

    def faults(self, texts: Sequence[str]) -> Iterator[Fault]:
        """Every line that is missing, out of order or different, and every text that has no business there."""
        found = [normal(text) for text in texts]
        found = [text for text in found if text]
        group: list[ProofLine] = []
        offset = begin = 0
        for number, start in enumerate(self._starts(found)):
            if start is not None:
                yield from self._compared(group, found[begin:start], offset)
                group, offset, begin = [], self._offsets[number], start
            group.extend(self._chapters[number])
        yield from self._compared(group, found[begin:], offset)

    def _starts(self, texts: list[str]) -> Iterator[int | None]:
        """Where each chapter begins; None where its first line is not found after the one before."""
        places: dict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(texts):
            for name in {text, without_ordinal(text)}:
                places[name].append(number)
        position = 0
        for chapter in self._chapters:
            candidates = [place for place in places[chapter[0].text] if place >= position]
            whole = [place for place in candidates if _stands_at(chapter, texts, place)]
            begun = [place for place in candidates if _stands_at(chapter[:2], texts, place)]
            start = next(iter(whole or begun or candidates), None)
            yield start
            if start is not None:
                position = start + (len(chapter) if whole else 1)

    def _compared(self, lines: list[ProofLine], texts: list[str], offset: int) -> Iterator[Fault]:
        """The faults of `lines`, the first of which is number `offset` of the document, against these texts."""
        firsts = {chapter[0].text for chapter in self._chapters}
        bare = [without_ordinal(text) if without_ordinal(text) in firsts else text for text in texts]
        expected = [line.text for line in lines]
        if bare[: len(lines)] == expected:
            steps = [("equal", 0, len(lines), 0, len(lines)), ("insert", len(lines), len(lines), len(lines), len(bare))]
        elif len(bare) == len(lines):
            steps = [("replace", 0, len(lines), 0, len(bare))]
        else:
            steps = list(SequenceMatcher(None, expected, bare, autojunk=False).get_opcodes())
        for _, first, last, begin, end in steps:
            pairs, before, after = _paired(lines[first:last], bare[begin:end])
            yield from self._unwanted(before, offset + first)
            for line, text in pairs:
                fault = missing(line) if text is None else line_fault(line, text)
                if fault:
                    yield fault
            yield from self._unwanted(after, offset + last)

    def _unwanted(self, texts: list[str], offset: int) -> Iterator[Fault]:
        """Those of the texts that may not stand before line number `offset`."""
        if offset <= self._front:
            return
        place = f"{self._lines[offset - 1].place}之后"
        for text in texts:
            numbers = numbers_in(text)
            if offset == len(self._lines):
                stray = text == _ABSENT or "".join(numbers) == text.rstrip("%％")
            else:
                stray = text == _ABSENT or bool(numbers) or offset not in self._offsets
            if stray:
                yield Fault(place, None, text)


def _stands_at(chapter: Chapter, texts: list[str], place: int) -> bool:
    """Whether the chapter stands there word for word; its first line is known to."""
    rest = chapter[1:]
    return texts[place + 1 : place + len(chapter)] == [line.text for line in rest]


def _paired(
    lines: list[ProofLine], texts: list[str]
) -> tuple[list[tuple[ProofLine, str | None]], list[str], list[str]]:
    """Each line with the text that stands for it, and the texts that are left over before and behind the first pair."""
    if len(lines) == len(texts):
        return list(zip(lines, texts, strict=True)), [], []
    pairs: list[tuple[ProofLine, str | None]] = []
    before: list[str] = []
    after: list[str] = []
    position = 0
    for line in lines:
        rest = texts[position:]
        close = get_close_matches(line.text, rest, n=1) if len(lines) * len(texts) <= _FEW else []
        if close:
            at = rest.index(close[0])
            (after if any(text is not None for _, text in pairs) else before).extend(rest[:at])
            position += at + 1
        pairs.append((line, close[0] if close else None))
    return pairs, before, [*after, *texts[position:]]
