"""The texts of a bulletin's HTML page, read back."""

from html.parser import HTMLParser

TEXTS = frozenset({"h1", "h2", "p", "caption", "th", "td"})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in TEXTS:
            self.texts.append("")
            self._open = True

    def handle_endtag(self, tag: str) -> None:
        if tag in TEXTS:
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[-1] += data


def page_texts(content: str) -> list[str]:
    """The text of every heading, paragraph and cell in reading order, empty ones left out."""
    reader = _Reader()
    reader.feed(content)
    return [text for text in reader.texts if text.strip()]
