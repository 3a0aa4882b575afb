"""The parts of a bulletin in HTML; a number carries the address of its figure."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tracker.domain.bulletins.document import Number, Part

register = template.Library()


@register.simple_tag
def parts(of: Iterable[Part]) -> SafeString:
    """The text of the parts, escaped."""
    return format_html_join("", "{}", ((_part(each),) for each in of))


def _part(part: Part) -> SafeString | str:
    if isinstance(part, Number):
        return format_html('<span class="number" data-source="{}">{}</span>', part.source, part.text)
    return part.text
