"""An audit entry in words: what kind of object, and old → new field by field."""

from collections.abc import Mapping
from functools import lru_cache, partial

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext

from indicators.admin.figures import NO_DATA
from indicators.choices import Measure
from indicators.models import AuditEntry
from indicators.services.sign_ins import PAGE, SIGN_IN

PACKAGE = "package"
# What is no row of a table: its kind, and what its entries say.
KINDS = {PACKAGE: "数据包", SIGN_IN: "登录", PAGE: "页面或接口"}
LABELS = {
    "address": "来源地址",
    "condition": "条件",
    "conditions": "条件",
    "document": "依据文件",
    "evidence": "落实凭据",
    "met_on": "落实日期",
    "opinion": "意见",
    "step": "步骤",
    "steps": "步骤",
    "method": "请求方式",
    "status": "应答代码",
    "closes_on": "截止日",
    "explained": "核实说明",
    "figures": "数据个数",
    "reasons": "逐格理由",
    "reminded": "催报对象",
    "responsible": "责任人",
}


@lru_cache(maxsize=1)
def _models_by_name() -> dict[str, type[models.Model]]:
    return {model._meta.model_name or "": model for model in apps.get_models()}


def object_type_text(object_type: str) -> str:
    """The kind of object as the menu calls it.

    >>> object_type_text("package")
    '数据包'
    """
    model = _models_by_name().get(object_type)
    return str(model._meta.verbose_name) if model else KINDS.get(object_type, object_type)


def differences(entry: AuditEntry) -> list[str]:
    """One line a field: “label：old → new”, or the new content alone where there was none before."""
    old: Mapping[str, object] = entry.old or {}
    new: Mapping[str, object] = entry.new or {}
    lines = []
    for name in sorted({**old, **new}, key=partial(_position, entry.object_type)):
        before, after = _words(entry.object_type, name, old.get(name)), _words(entry.object_type, name, new.get(name))
        if before == after:
            continue
        label = _label(entry.object_type, name)
        lines.append(f"{label}：{before} → {after}" if entry.old else f"{label}：{after}")
    return lines


def _position(object_type: str, name: str) -> int:
    """Where the model has the field; what it has not stands last."""
    model = _models_by_name().get(object_type)
    names = [field.name for field in model._meta.fields] if model else []
    return names.index(name) if name in names else len(names)


def _field(object_type: str, name: str) -> models.Field | None:
    model = _models_by_name().get(object_type)
    try:
        field = model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, models.Field) else None


def _label(object_type: str, name: str) -> str:
    field = _field(object_type, name)
    if field:
        return gettext(str(field.verbose_name))
    return LABELS.get(name) or _cell_name(name)


def _cell_name(name: str) -> str:
    """The key of a cell of a return with its measure in words; every other name as it is."""
    place, _, measure = name.rpartition("/")
    return f"{place.replace('/', ' ')} {Measure(measure).label}" if place and measure in Measure.values else name


def _words(object_type: str, name: str, content: object) -> str:
    if content is None or content == "":
        return NO_DATA
    if isinstance(content, dict):
        return _cell_words(content) if "content" in content else _lines_of(content)
    if isinstance(content, list):
        return "、".join(map(str, content)) or NO_DATA
    if content in (True, "True", "yes"):
        return "是"
    if content in (False, "False", "no"):
        return "否"
    field = _field(object_type, name)
    return str(dict(field.flatchoices).get(content, content)) if field and field.choices else str(content)


def _cell_words(cell: dict[str, object]) -> str:
    """A cell of a return as a save left it: its content, its note, and the explanations that were written."""
    words = [str(cell["content"] or "空白")]
    if cell.get("note"):
        words.append(f"说明：{cell['note']}")
    words += [f"核实说明：{text or '删去'}" for name, text in cell.items() if name.startswith("explanation:")]
    return "，".join(words)


def _lines_of(content: dict[str, object]) -> str:
    """Texts by cell, as reasons for sending back are."""
    return "；".join(f"{name}：{text}" for name, text in content.items())
