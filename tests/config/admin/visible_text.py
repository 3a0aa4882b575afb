"""What a reader sees of a page, and which English words stand in it."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

HIDDEN = {"script", "style", "template"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SPOKEN = {"title", "placeholder", "aria-label", "alt"}
ICONS = "material-symbols-outlined"
WORD = re.compile(r"[A-Za-z]{2,}(?:['’][A-Za-z]+)*")


class _Reader(HTMLParser):
    """Collects text and spoken attributes; scripts and the names of icons are no text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.text: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        hidden = tag in HIDDEN or ICONS in (given.get("class") or "")
        self.text += [value for name, value in attrs if name in SPOKEN and value]
        if tag == "a" and given.get("href"):
            self.links.append(given["href"] or "")
        if tag not in VOID:
            self.open.append((tag, hidden))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(hidden for _, hidden in self.open) and data.strip():
            self.text.append(data.strip())


def read(html: str) -> tuple[list[str], list[str]]:
    """The visible texts and the links of a page."""
    reader = _Reader()
    reader.feed(html)
    return reader.text, reader.links


def words(text: str) -> Iterator[str]:
    """The English words of a text."""
    return (match[0] for match in WORD.finditer(text))
