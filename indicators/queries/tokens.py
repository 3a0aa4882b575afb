"""Tokens: as the API looks them up, and those of one account."""

from django.db.models import QuerySet

from indicators.models import ApiToken, User


def token_in_force(digest: str) -> ApiToken | None:
    """The token with its account, None when it was revoked, never issued, or the account is closed."""
    tokens = ApiToken.objects.select_related("user").filter(digest=digest, revoked_at__isnull=True)
    return tokens.filter(user__is_active=True).first()


def tokens_in_force(user: User) -> QuerySet[ApiToken]:
    """The tokens of an account that open the API, the newest first."""
    return user.tokens.filter(revoked_at__isnull=True)
