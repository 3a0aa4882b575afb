"""The offices' Word templates: uploaded, checked, offered for choice; a stored file never changes."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from unfold.decorators import display
from unfold.widgets import UnfoldAdminFileFieldWidget

from indicators.admin.base import RecordAdmin, actor_of
from indicators.admin.figures import moment_text
from indicators.admin.forms import RecordForm
from indicators.services.audit import Actor
from tracker.models import BulletinTemplate
from tracker.readers.bulletins.word_template import LARGEST_FILE, PLACEHOLDERS
from tracker.services.bulletins.definitions import upload_template, use_template

PLACES = "、".join(f"{{{{ {each} }}}}" for each in PLACEHOLDERS)
HELP = f"不超过 5 MB 的 .docx，不含宏。可用占位符：{PLACES}；body 独占一段。"


class TemplateForm(RecordForm):
    file = forms.FileField(label="Word 文件", widget=UnfoldAdminFileFieldWidget, help_text=HELP)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError("文件超过 5 MB，请去掉大图后再上传。")
        return file


@admin.register(BulletinTemplate)
class BulletinTemplateAdmin(RecordAdmin):
    list_display = ("name", "places", "uploaded", "is_active")
    search_fields = ("name",)
    search_help_text = "按名称查找"

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        self.form = RecordForm if obj else TemplateForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ((None, {"fields": ("name", "file", "reason")}),)
        fields = ["name", "places", "sha256", "uploaded", "is_active"]
        return ((None, {"fields": [*fields, *(["reason"] if self.has_change_permission(request, obj) else [])]}),)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("name", "places", "sha256", "uploaded") if obj else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        actor, reason = actor_of(request), form.cleaned_data.get("reason", "")
        if change:
            use_template(pk=obj.pk, is_active=obj.is_active, actor=actor, reason=reason)
        else:
            upload_template(template=obj, content=form.cleaned_data["file"].read(), actor=actor, reason=reason)

    def save_by_service(self, *, obj: Any, actor: Actor, reason: str) -> None:
        """Done in `save_model`, which has the file."""

    def audit_key(self, obj: Any) -> str:
        return obj.name

    @display(description="占位符")
    def places(self, template: BulletinTemplate) -> str:
        return "、".join(template.placeholders)

    @display(description="上传时间", ordering="uploaded_at")
    def uploaded(self, template: BulletinTemplate) -> str:
        return moment_text(template.uploaded_at)
