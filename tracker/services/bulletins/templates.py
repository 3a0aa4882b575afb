"""Keeping the offices' Word templates. A file never changes: another one is uploaded, this one taken out of use."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction

from indicators.choices import AuditAction
from indicators.services.audit import Actor, record
from tracker.models import BulletinTemplate
from tracker.readers.bulletins.word_template import TemplateError, read_template

OBJECT_TYPE = "bulletintemplate"


@transaction.atomic
def upload_template(*, template: BulletinTemplate, content: bytes, actor: Actor, reason: str = "") -> None:
    """Store a new template with its file; raises `ValidationError` with every fault of the file at `file`."""
    if template.pk:
        raise ValidationError({"file": "已存的模板不能换文件，请另建一个，并停用这一个"})
    try:
        template.placeholders = read_template(content)
    except TemplateError as error:
        raise ValidationError({"file": error.faults}) from error
    template.content, template.sha256 = content, hashlib.sha256(content).hexdigest()
    template.full_clean()
    template.save()
    record(
        actor=actor,
        action=AuditAction.CREATED,
        object_type=OBJECT_TYPE,
        object_key=template.name,
        new={"sha256": template.sha256, "placeholders": template.placeholders},
        reason=reason,
    )


@transaction.atomic
def use_template(*, pk: int, is_active: bool, actor: Actor, reason: str = "") -> None:
    """Offer a template for choice, or no longer; definitions that have it keep it."""
    template = BulletinTemplate.objects.select_for_update().defer("content").get(pk=pk)
    if template.is_active == is_active:
        return
    template.is_active = is_active
    template.save(update_fields=["is_active"])
    record(
        actor=actor,
        action=AuditAction.CHANGED,
        object_type=OBJECT_TYPE,
        object_key=template.name,
        old={"is_active": str(not is_active)},
        new={"is_active": str(is_active)},
        reason=reason,
    )
