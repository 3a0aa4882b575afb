"""What a line of a bulletin has to say: its words, and its numbers computed again from where they came from."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from indicators.domain.numbers import plain_rounded
from tracker.domain.bulletins.document import Line, Name, Number

UNKNOWN = "？"

# A hyphen is a sign only where nothing it could join to stands before it: 1-6月 are two numbers without a sign.
_NUMBER = re.compile(r"(?<![0-9０-９A-Za-z.])[-−]?[0-9０-９]+(?:\.[0-9０-９]+)?|[0-9０-９]+(?:\.[0-9０-９]+)?")
_CONTROLS = dict.fromkeys((*range(32), *range(127, 160), 0xFFFE, 0xFFFF))


class NumberBook(Protocol):
    """Where the numbers of a bulletin are looked up."""

    def number(self, source: str) -> Decimal:
        """The exact number at `source`; KeyError where there is none."""
        ...


@dataclass(frozen=True, slots=True)
class ProofLine:
    """A line as it must be read; `digits` are those of a line that is one number alone, else None."""

    place: str
    text: str
    numbers: tuple[str, ...]
    digits: int | None = None


def printed(number: Number, book: NumberBook) -> str:
    """What must be printed for `number`: rounded half up once, from the exact figure; KeyError without a source."""
    exact = book.number(number.source)
    return plain_rounded(exact.copy_abs() if number.absolute else exact, number.digits)


def proof_lines(lines: Iterable[Line], book: NumberBook) -> Iterator[ProofLine]:
    """The lines with their numbers from the book; a number without a source reads “？”, which no file says."""
    for line in lines:
        texts: list[str] = []
        numbers: list[str] = []
        for part in line.parts:
            if isinstance(part, Number):
                try:
                    text = printed(part, book)
                except KeyError:
                    text = UNKNOWN
                numbers.append(text)
            else:
                text = part.text
                if isinstance(part, Name):
                    numbers.extend(numbers_in(normal(text)))
            texts.append(text)
        alone = line.parts[0].digits if len(line.parts) == 1 and isinstance(line.parts[0], Number) else None
        yield ProofLine(line.place, normal("".join(texts)), tuple(numbers), alone)


def numbers_in(text: str) -> list[str]:
    """Every number that is read in `text`, with its sign.

    >>> numbers_in("2024年1-6月增长-0.5%，居第3位")
    ['2024', '1', '6', '-0.5', '3']
    """
    return _NUMBER.findall(text)


def normal(text: str) -> str:
    """Without what no two kinds of file keep alike: blanks, line breaks and control characters.

    >>> normal("（一） 数据\\n为快报数")
    '（一）数据为快报数'
    """
    return "".join(text.split()).translate(_CONTROLS)
