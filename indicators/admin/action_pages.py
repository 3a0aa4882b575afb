"""Pages with a form of their own beside an object: what they do is done by POST, and refused in words."""

from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from unfold.admin import ModelAdmin


def action_page(
    model_admin: ModelAdmin,
    request: HttpRequest,
    *,
    obj: models.Model | None,
    form: forms.Form,
    title: str,
    submit: str,
    intro: str = "",
    back: str = "",
    danger: bool = False,
    details: str = "",
    **shown: Any,
) -> HttpResponse:
    """The page that asks for what `form` needs, below the object's own page; `back` is where its way out leads.

    `details` is a template shown above the form, which reads `shown`.
    """
    opts = model_admin.opts
    context: dict[str, Any] = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "opts": opts,
        "original": obj,
        "form": form,
        "media": model_admin.media + form.media,
        "intro": intro,
        "back": back or (obj and reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[obj.pk])),
        "submit_label": submit,
        "variant": "danger" if danger else "primary",
        "details": details,
        **shown,
    }
    request.current_app = model_admin.admin_site.name
    return TemplateResponse(request, "admin/action_page.html", context)
