"""The offices' Word templates: uploaded, checked, offered for choice; a stored file never changes."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.http import content_disposition_header
from unfold.contrib.filters.admin import BooleanRadioFilter
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminFileFieldWidget

from indicators.admin.base import RecordAdmin, actor_of
from indicators.admin.figures import moment_text
from indicators.admin.forms import RecordForm
from tracker.choices import FileFormat
from tracker.models import BulletinTemplate
from tracker.queries.bulletins.definitions import template_with_file
from tracker.readers.bulletins.word_template import LARGEST_FILE, PLACEHOLDERS
from tracker.services.bulletins.templates import upload_template, use_template

MEGABYTE = 1024 * 1024
MEANINGS = {
    "title": "标题",
    "document_number": "发文字号",
    "office": "发文机关",
    "issued_on": "签发日期",
    "use_level": "使用范围",
    "version_line": "更正说明",
    "body": "正文和表",
}


def placeholder_words(names: list[str]) -> str:
    """Placeholders as they stand in a template, with what is filled in.

    >>> placeholder_words(["body", "title"])
    '{{ body }} 正文和表、{{ title }} 标题'
    """
    return "、".join(f"{{{{ {name} }}}} {MEANINGS.get(name, '')}".strip() for name in names)


class NewTemplateForm(RecordForm):
    """A new template with its file; what is in it is checked by `readers/bulletins/word_template.py`."""

    file = forms.FileField(
        label="Word 文件（.docx）",
        widget=UnfoldAdminFileFieldWidget({"accept": ".docx"}),
        help_text=f"不超过 {LARGEST_FILE // MEGABYTE} MB，不含宏，不加密码。占位符："
        f"{placeholder_words(list(PLACEHOLDERS))}。{{{{ body }}}} 须有，独占一段；其余可不用。",
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size is None or file.size > LARGEST_FILE:
            raise ValidationError(f"文件超过 {LARGEST_FILE // MEGABYTE} MB，请去掉大图后再上传。")
        return file


@admin.register(BulletinTemplate)
class BulletinTemplateAdmin(RecordAdmin):
    list_display = ("name", "shown_placeholders", "uploaded", "is_active")
    list_filter = (("is_active", BooleanRadioFilter),)
    search_fields = ("name",)
    search_help_text = "按名称查找"
    readonly_fields = ("shown_placeholders", "sha256", "uploaded")
    fixed_fields = ("name",)
    actions_detail = ("download",)
    add_fieldsets = (
        (
            None,
            {
                "fields": ("name", "file"),
                "description": "红头、发文字号的字样和版记由单位自己的模板定，系统只在占位符处填入。"
                "文件有问题时全部列出，不存入。",
            },
        ),
        ("变更", {"fields": ("reason",)}),
    )
    fieldsets = (
        (
            None,
            {
                "fields": ("name", "shown_placeholders", "sha256", "uploaded", "is_active"),
                "description": "文件存入后不再改动：要改请另上传一个，并停用这一个（关闭“可选用”）。"
                "已选用它的通报定义仍用它，已生成的通报不变。",
            },
        ),
        ("变更", {"fields": ("reason",)}),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[BulletinTemplate]:
        return super().get_queryset(request).defer("content")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return super().get_fieldsets(request, obj) if obj else self.add_fieldsets

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type[ModelForm]:
        if obj is None:
            kwargs["form"] = NewTemplateForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.file)
        return [path("<int:pk>/file.docx", view, name="tracker_bulletintemplate_file"), *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        actor, data = actor_of(request), form.cleaned_data
        if change:
            use_template(pk=obj.pk, is_active=obj.is_active, actor=actor, reason=data["reason"])
        else:
            upload_template(template=obj, content=data["file"].read(), actor=actor, reason=data["reason"])

    def audit_key(self, obj: Any) -> str:
        return obj.name

    @display(description="占位符")
    def shown_placeholders(self, template: BulletinTemplate) -> str:
        return placeholder_words(template.placeholders)

    @display(description="上传时间", ordering="uploaded_at")
    def uploaded(self, template: BulletinTemplate) -> str:
        return moment_text(template.uploaded_at)

    @action(description="下载文件", permissions=("view",), url_path="download", icon="download")
    def download(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if self.get_object(request, object_id) is None:
            raise Http404
        return HttpResponseRedirect(reverse("admin:tracker_bulletintemplate_file", args=[object_id]))

    def file(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The file as it was uploaded."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        template = template_with_file(pk)
        if template is None:
            raise Http404
        disposition = content_disposition_header(True, f"{template.name}.docx")
        headers = {"Content-Disposition": disposition or ""}
        return HttpResponse(bytes(template.content), content_type=FileFormat.WORD.media_type, headers=headers)
