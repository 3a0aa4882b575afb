"""Forms for accounts: a new one, and a new password for an existing one."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError
from unfold.widgets import UnfoldAdminPasswordWidget

from indicators.admin.forms import RecordForm
from indicators.models import User


def password_field(label: str, help_text: Any = "") -> forms.CharField:
    widget = UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"})
    return forms.CharField(label=label, help_text=help_text, strip=False, widget=widget)


def check_passwords(form: forms.BaseForm, user: User) -> None:
    """Both entries equal, and good enough; faults stand at the field they concern."""
    first, second = (form.cleaned_data.get(name) for name in ("password", "password_again"))
    if first and second and first != second:
        form.add_error("password_again", ValidationError("两次输入的密码不一致。", code="password_mismatch"))
    if first:
        try:
            validate_password(first, user)
        except ValidationError as error:
            form.add_error("password", error)


class NewAccountForm(RecordForm):
    """Everything about a new account but its role and areas, which the security administrator gives."""

    password = password_field("初始密码", password_validators_help_text_html())
    password_again = password_field("再次输入")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["must_change_password"].initial = True

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        check_passwords(self, self.instance)
        return data


class PasswordForm(forms.Form):
    """A new password that an administrator chooses for somebody else."""

    password = password_field("新密码", password_validators_help_text_html())
    password_again = password_field("再次输入")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        check_passwords(self, self.user)
        return data


class ConfirmForm(forms.Form):
    """Nothing to fill in: sending it is the confirmation."""
