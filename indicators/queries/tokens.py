"""Tokens: as the API looks them up, and those of one account."""

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from indicators.choices import AuditAction
from indicators.models import ApiToken, AuditEntry, User

TOKEN_USE = "token_use"  # noqa: S105 - the kind of object of an audit entry


def token_in_force(digest: str) -> ApiToken | None:
    """The token with its account, None when it was revoked, never issued, or the account is closed."""
    tokens = ApiToken.objects.select_related("user").filter(digest=digest, revoked_at__isnull=True)
    return tokens.filter(user__is_active=True).first()


def tokens_in_force(user: User) -> QuerySet[ApiToken]:
    """The tokens of an account that open the API, the newest first."""
    return user.tokens.filter(revoked_at__isnull=True)


def token_name(token: ApiToken) -> str:
    """How the audit trail tells the tokens of an account apart."""
    return f"{token.pk}（{timezone.localtime(token.issued_at):%Y-%m-%d %H:%M} 签发）"


def was_token_used(token: ApiToken, day: date) -> bool:
    """Whether the audit trail knows of a use on that day."""
    entries = AuditEntry.objects.filter(
        object_key=token.user.username, object_type=TOKEN_USE, action=AuditAction.SIGNED_IN, at__date=day
    )
    return entries.filter(new__token=token_name(token)).exists()
