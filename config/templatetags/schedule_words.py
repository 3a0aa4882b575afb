"""`{{ object|in_words }}` in the path above a page, where the theme writes the text an object brings."""

from typing import Any

from django import template
from django.db import models

from config.schedule_words import words_of

register = template.Library()


@register.filter
def in_words(title: Any) -> Any:
    """An object in words; a text stays."""
    return words_of(title) if isinstance(title, models.Model) else title
