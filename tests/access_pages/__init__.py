"""What every address of the product allows: one table by URL name. An address without a row fails the matrix test.

A model that appears in the admin gets a row `model_pages` (its standard pages) in the table of its app, each page
beside an object one below it, each view of the API one in `api.py`, and `tests/access_objects.py` an object to ask for.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.access_pages import api, indicators, projects, site, tracker
from tests.access_pages.page import Page

__all__ = ["PAGES", "Page", "addresses"]

PAGES: dict[str, Page] = {**indicators.PAGES, **projects.PAGES, **tracker.PAGES, **site.PAGES, **api.PAGES}


def addresses(patterns: Iterable[Any] | None = None, names: str = "", path: str = "") -> Iterator[tuple[str, str]]:
    """Every URL name with its pattern; what has no name goes by its pattern."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        here = f"{path}{each.pattern}"
        if isinstance(each, URLResolver):
            yield from addresses(each.url_patterns, f"{names}{each.namespace}:" if each.namespace else names, here)
        else:
            assert isinstance(each, URLPattern)
            yield (f"{names}{each.name}" if each.name else here or "/"), f"/{here}"
