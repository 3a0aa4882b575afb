"""The texts of a bulletin's HTML page, read back."""

from html.parser import HTMLParser

# What stands inside a line of text; every other element begins and ends one.
INLINE = frozenset({"a", "abbr", "b", "br", "em", "i", "span", "strong", "sub", "sup", "wbr"})
CELLS = frozenset({"td", "th"})
UNREAD = frozenset({"head", "script", "style", "template"})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._pieces.append("\n")
        if tag not in INLINE:
            self.end_line()
        if tag in UNREAD:
            self._unread += 1

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE:
            self.end_line(blank=tag in CELLS)
        if tag in UNREAD:
            self._unread -= 1

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self._pieces.append(data)

    def end_line(self, *, blank: bool = False) -> None:
        """Keep what was read; a cell also where nothing was."""
        text = "".join(self._pieces).strip()
        self._pieces.clear()
        if text or blank:
            self.texts.append(text)


def page_texts(content: str) -> list[str]:
    """Every text that the page shows, in reading order: that of an element that is a line, or between such elements.

    A cell counts also where it is empty, so that the others keep their places.
    """
    reader = _Reader()
    reader.feed(content)
    reader.close()
    reader.end_line()
    return reader.texts
