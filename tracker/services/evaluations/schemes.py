"""Writing schemes: a copy is the next version, and only what no round uses may be changed."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from indicators.choices import AuditAction
from indicators.queries.access import publishes
from indicators.services.audit import Actor, record
from indicators.services.calculations import bump_data_version
from tracker.domain.evaluations.scheme import Scheme as WrittenScheme
from tracker.domain.evaluations.scheme_reading import read_scheme
from tracker.domain.evaluations.scheme_writing import write_scheme
from tracker.models import Scheme
from tracker.queries.evaluations.schemes import is_used


class SchemeRefusedError(Exception):
    """Nothing was stored; `reasons` lists everything against it, a fault of the content with its path."""

    code = "scheme_refused"

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("；".join(reasons))
        self.reasons = reasons


@transaction.atomic
def copy_scheme(*, scheme: Scheme, code: str, name: str, actor: Actor) -> Scheme:
    """The next version of a scheme, not official, under a code of its own."""
    _check_role(actor)
    code, name = code.strip(), name.strip()
    written = _read({**scheme.content, "scheme": code, "name": name, "official": False})
    return _store(Scheme(copied_from=scheme), written, actor, reason=f"由“{scheme.code}”复制")


@transaction.atomic
def change_scheme(*, scheme: Scheme, content: Any, actor: Actor, reason: str = "") -> Scheme:
    """Store `content`, the object of `schemes.json`, in the place of what the scheme says; its code stays."""
    _check_role(actor)
    locked = Scheme.objects.select_for_update().get(pk=scheme.pk)
    if is_used(locked):
        raise SchemeRefusedError(["已有评价批次使用本标准，不能再改；请复制为下一版"])
    written = _read(content)
    if written.code != locked.code:
        raise SchemeRefusedError([f"scheme：代码“{locked.code}”不能改；要用另一个代码，请复制为下一版"])
    return _store(locked, written, actor, reason=reason.strip())


def _check_role(actor: Actor) -> None:
    if actor.user and not publishes(actor.user):
        raise SchemeRefusedError(["评价标准由审定发布岗编制"])


def _read(content: Any) -> WrittenScheme:
    read = read_scheme(content)
    if read.faults:
        raise SchemeRefusedError(
            [f"{fault.path}：{fault.message}" if fault.path else fault.message for fault in read.faults]
        )
    [written] = read.schemes
    return written


def _store(scheme: Scheme, written: WrittenScheme, actor: Actor, reason: str) -> Scheme:
    old = {"name": scheme.name, "content": scheme.content} if scheme.pk else None
    action = AuditAction.CHANGED if scheme.pk else AuditAction.CREATED
    scheme.code, scheme.name, scheme.year = written.code, written.name, written.year
    scheme.size_class, scheme.official = written.size_class.value, written.official
    scheme.content = write_scheme(written)
    try:
        scheme.full_clean()
    except ValidationError as error:
        raise SchemeRefusedError(error.messages) from error
    scheme.save()
    record(
        actor=actor,
        action=action,
        object_type="scheme",
        object_key=scheme.code,
        old=old,
        new={"name": scheme.name, "content": scheme.content},
        reason=reason,
    )
    bump_data_version()
    return scheme
