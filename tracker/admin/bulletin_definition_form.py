"""The form of a definition: whom and what it offers, and that what is hidden counts as empty."""

from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminSelect2MultipleWidget

from indicators.admin.forms import RecordForm
from indicators.models import User
from tracker.choices import ScheduleKind
from tracker.queries.bulletins.definitions import possible_recipients, templates_to_choose
from tracker.services.bulletins.definition_faults import SCHEDULE_NEEDS

# The fields of one kind of schedule each, with what they hold for the others.
SCHEDULE_FIELDS: dict[str, tuple[ScheduleKind, Any]] = {
    "month_day": (ScheduleKind.MONTHLY, None),
    "days_after": (ScheduleKind.AFTER_PERIOD, None),
    "cron": (ScheduleKind.CRON, ""),
}


class AccountsWidget(UnfoldAdminSelect2MultipleWidget):
    """Searches what the page holds; the theme's other class would ask the server instead."""

    def __init__(self) -> None:
        super().__init__({"lang": "zh-CN"})
        self.attrs["class"] = "unfold-admin-autocomplete"


class RecipientsField(forms.ModelMultipleChoiceField):
    """Accounts with their role; one that may not be added any more is shown so that it can be taken out."""

    widget = AccountsWidget

    def label_from_instance(self, obj: Any) -> str:
        return account_label(obj)


class DefinitionForm(RecordForm):
    """Recipients are set by their service, not by the form."""

    recipients = RecipientsField(
        label="收件人",
        queryset=possible_recipients(None),
        required=False,
        help_text="签发后在“待办”中收到；配置了邮件服务器的，也发到账号的电子邮箱",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in (("recipients", possible_recipients), ("template", templates_to_choose)):
            if field := self.fields.get(name):
                field.queryset = offered(self.instance)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or {}
        for name, (kind, empty) in SCHEDULE_FIELDS.items():
            if data.get("schedule") not in (None, kind):
                data[name] = empty
                self.errors.pop(name, None)  # nobody sees what is hidden
            elif data.get("schedule") == kind and data.get(name) == empty and not self.has_error(name):
                self.add_error(name, SCHEDULE_NEEDS[kind][1])
        return data


def account_label(user: User) -> str:
    """The person, the role, and whether the account is out of use."""
    return f"{user}（{user.get_role_display()}{'' if user.is_active else '，已停用'}）"
