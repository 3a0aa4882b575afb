"""What our pages share: services write, nothing is deleted unless said, the audit trail is the only history."""

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin import ShowFacets
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.contrib.admin.views.main import ERROR_FLAG, PAGE_VAR
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.db import DataError, models
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminTextareaWidget

from indicators.admin.figures import NO_DATA
from indicators.admin.forms import RecordForm
from indicators.models import User
from indicators.services.audit import Actor
from indicators.services.sign_ins import REFUSED_STEP


def mark_refused(request: HttpRequest, reasons: str) -> None:
    """A step was refused though the answer is a page: the refusal enters the audit trail all the same."""
    before = getattr(request, REFUSED_STEP, "")
    setattr(request, REFUSED_STEP, f"{before}；{reasons}" if before else reasons)


def actor_of(request: HttpRequest) -> Actor:
    """Who acts: the account that is signed in, as every view of the admin demands."""
    assert isinstance(request.user, User)
    return Actor.of(request.user)


class PageAdmin(ModelAdmin):
    """A list and a page for looking things up. Who may do what is said by the predicates of `queries.access` alone."""

    actions: ClassVar[Any] = None
    empty_value_display = NO_DATA
    list_filter_submit = True
    list_per_page = 50
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    compressed_fields = True
    formfield_overrides: ClassVar[dict[Any, Any]] = {
        models.TextField: {"widget": UnfoldAdminTextareaWidget({"rows": 3})}
    }

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Answer an impossible filter with a sentence; a page that is none gives the first one of the same filter."""
        if any(not chosen.isdecimal() or len(chosen) > 18 for chosen in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise BadRequest("A chosen row that can be none.")
        if ERROR_FLAG in request.GET:
            messages.warning(request, "查询条件有误，已改为显示全部。")
        try:
            response = super().changelist_view(request, extra_context)
        except (DataError, IncorrectLookupParameters):
            if ERROR_FLAG in request.GET:
                raise  # it is not the filter
            return HttpResponseRedirect(f"{request.path}?{ERROR_FLAG}=1")
        if PAGE_VAR in request.GET and response.status_code == 302 and ERROR_FLAG not in request.GET:
            query = request.GET.copy()
            del query[PAGE_VAR]
            return HttpResponseRedirect(f"{request.path}?{query.urlencode()}")
        return response

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        """Django would lead to the start page; what is not there and what one may not see are alike not found."""
        raise Http404

    def audit_key(self, obj: models.Model) -> str | None:
        """The key that the audit trail knows `obj` by; None for what has no entries."""
        return None

    def page_context(self, request: HttpRequest, obj: models.Model | None) -> dict[str, Any]:
        """What a page adds for its template, asked for after the permissions; a page for a new row has no `obj`."""
        return {} if self.has_history else {"show_history": False}

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: models.Model | None = None,
    ) -> HttpResponse:
        context.update(self.page_context(request, obj))
        return super().render_change_form(request, context, add, change, form_url, obj)

    @property
    def has_history(self) -> bool:
        return type(self).audit_key is not PageAdmin.audit_key

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The entries of the audit trail about this object, for those who may read it."""
        if not request.user.has_perm("indicators.view_auditentry"):
            raise PermissionDenied
        obj = self.get_object(request, unquote(object_id))
        key = self.audit_key(obj) if obj else None
        if key is None:
            raise Http404
        query = urlencode({"object_type": self.opts.model_name, "object_key": key})
        return HttpResponseRedirect(f"{reverse('admin:indicators_auditentry_changelist')}?{query}")

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> None:
        """The services write the audit entry; the admin keeps no second log."""

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> None:
        """As `log_addition`."""

    def log_deletions(self, request: HttpRequest, queryset: models.QuerySet) -> list[Any]:
        """As `log_addition`."""
        return []


class ReadOnlyAdmin(PageAdmin):
    """Rows that only services write: no predicate lets anybody add, change or delete them here."""

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        return flatten_fieldsets(self.get_fieldsets(request, obj))


class RecordAdmin(PageAdmin):
    """Definitions that staff change; the write itself is the service called in `save_by_service`."""

    form = RecordForm
    fixed_fields: ClassVar[tuple[str, ...]] = ()  # shown, not offered, once the row is stored

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:
        return (*super().get_readonly_fields(request, obj), *(self.fixed_fields if obj else ()))

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """Who may only look is asked for no reason."""
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj is None or self.has_change_permission(request, obj) else without_reason(fieldsets)

    def save_by_service(self, *, obj: models.Model, actor: Actor, reason: str) -> None:
        raise NotImplementedError

    def save_model(self, request: HttpRequest, obj: models.Model, form: ModelForm, change: bool) -> None:
        self.save_by_service(obj=obj, actor=actor_of(request), reason=form.cleaned_data.get("reason", ""))

    def get_form(
        self, request: HttpRequest, obj: models.Model | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """When a service refuses, its transaction is gone; the form is then shown again with the reasons."""
        try:
            answer = super().changeform_view(request, object_id, form_url, extra_context)
        except ValidationError as refusal:
            mark_refused(request, "；".join(refusal.messages))
            request.refusal = refusal  # type: ignore[attr-defined]
            answer = super().changeform_view(request, object_id, form_url, extra_context)
        if request.method == "POST" and isinstance(answer, TemplateResponse):
            try:
                answer.render()
            except (ValueError, DataError) as error:
                # A search box looks up what was chosen to show it again, and stumbles over what can be no id.
                raise BadRequest("A choice that can be none.") from error
        return answer


def without_reason(fieldsets: Any) -> list[tuple[str | None, dict[str, Any]]]:
    """The fieldsets without the field of the reason, and without what is then empty."""
    kept = []
    for title, options in fieldsets:
        fields = [field for field in options["fields"] if field != "reason"]
        if fields:
            kept.append((title, {**options, "fields": fields}))
    return kept
