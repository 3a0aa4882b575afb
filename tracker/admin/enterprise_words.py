"""How the pages of a firm call its facts, and show them."""

from typing import Any

from indicators.admin.figures import NO_DATA
from indicators.domain.numbers import plain
from tracker.choices import SizeClass
from tracker.domain.evaluation_tables import MARKS
from tracker.domain.evaluations.fact_sheets import FACT_NAMES, fact_column
from tracker.models import EnterpriseFact

OTHERS = ("veto", *MARKS)
# By column: the facts as in the bureaus' workbooks, the marks as the model calls them.
FACT_TITLES = {
    **{name: fact_column(name).title for name in FACT_NAMES},
    **{each.name: str(each.verbose_name) for each in EnterpriseFact._meta.concrete_fields if each.name in OTHERS},
}


def fact_text(name: str, value: Any) -> str:
    """A stored fact as pages show it."""
    if name == "veto":
        return "是" if value else NO_DATA
    if name in MARKS:
        return str(SizeClass(value).label if name == "size_class" and value else value or "") or NO_DATA
    return plain(value) or NO_DATA
