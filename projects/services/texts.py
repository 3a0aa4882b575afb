"""What is written by hand: trimmed, and never longer than its column."""

from collections.abc import Iterator

from django.db import models

from projects.domain.refusals import Refusal


def too_long(model: type[models.Model], **texts: str) -> Iterator[Refusal]:
    """One reason for each text that its column does not hold."""
    for name, text in texts.items():
        field = model._meta.get_field(name)
        assert isinstance(field, models.CharField)
        if field.max_length and len(text) > field.max_length:
            yield Refusal("too_long", f"“{field.verbose_name}”最多 {field.max_length} 个字，现有 {len(text)} 个")
