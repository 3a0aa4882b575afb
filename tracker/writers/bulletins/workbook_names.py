"""What spreadsheets take as the name of a sheet, and as text."""

from collections.abc import Iterable, Iterator

from indicators.domain.texts import plain_lines

MAX_UNITS = 31
# What a name may not hold, as the wide character that reads the same.
_WIDE = str.maketrans(dict(zip("[]:*?/\\", "［］：＊？／＼", strict=True)))
_CONTROLS = dict.fromkeys((*range(32), *range(127, 160), 0xFFFE, 0xFFFF))


def sheet_names(titles: Iterable[str], *, taken: Iterable[str]) -> list[str]:
    """A valid name for each title, none twice: case does not tell names apart, to a spreadsheet.

    >>> sheet_names(["一、PM2.5/臭氧", "“一”", "History", "history"], taken=["目录"])
    ['一、PM2.5／臭氧', '“一”', 'History·', 'history·(2)']
    """
    return list(_names(titles, {name.casefold() for name in taken}))


def _names(titles: Iterable[str], taken: set[str]) -> Iterator[str]:
    for title in titles:
        base = drawable(" ".join(title.translate(_WIDE).split())).strip("' ") or "无题"
        # Excel keeps this one for itself.
        base = f"{base}·" if base.casefold() == "history" else base
        name, copies = _cut(base, MAX_UNITS), 1
        while name.casefold() in taken:
            copies += 1
            suffix = f"({copies})"
            name = f"{_cut(base, MAX_UNITS - len(suffix))}{suffix}"
        taken.add(name.casefold())
        yield name


def drawable(text: str) -> str:
    """Without control characters, which the XML of names and charts cannot hold."""
    return text.translate(_CONTROLS)


def cell_text(text: str) -> str:
    """The same with its line breaks, which a cell keeps.

    >>> cell_text("一\\r\\n二\\x0b")
    '一\\n二'
    """
    return "\n".join(drawable(line) for line in plain_lines(text).split("\n"))


def _cut(text: str, units: int) -> str:
    """As much as fits: characters beyond the first plane count twice."""
    while sum(1 + (ord(character) > 0xFFFF) for character in text) > units:
        text = text[:-1]
    return text.rstrip(" '")
