"""What the proof-reader reports: where a bulletin says something else than its sources."""

from dataclasses import dataclass

from tracker.domain.bulletins.proof_lines import ProofLine, normal, numbers_in


@dataclass(frozen=True, slots=True)
class Fault:
    """`expected` is None for what should not be there, `found` for what is missing."""

    place: str
    expected: str | None
    found: str | None

    @property
    def message(self) -> str:
        if self.found is None:
            return f"{self.place}：缺少“{self.expected}”"
        if self.expected is None:
            return f"{self.place}：多出“{self.found}”"
        return f"{self.place}：应为“{self.expected}”，实为“{self.found}”"


def missing(line: ProofLine) -> Fault:
    """The line is nowhere in the file."""
    return Fault(line.place, line.text, None)


def line_fault(line: ProofLine, found: str) -> Fault | None:
    """What is wrong with the text that stands where the line should; its numbers are read on their own.

    A text may read as it should and its numbers not: 2.5 after “PM2.5” is read 2.52.
    """
    if normal(found) != line.text:
        return Fault(line.place, line.text, found)
    read = numbers_in(normal(found))
    if read != list(line.numbers):
        return Fault(line.place, f"数字 {'、'.join(line.numbers) or '无'}", f"数字 {'、'.join(read) or '无'}")
    return None
