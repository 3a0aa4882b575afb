"""Tokens as the API looks them up."""

from indicators.models import ApiToken


def token_in_force(digest: str) -> ApiToken | None:
    """The token with its account, None when it was revoked, never issued, or the account is closed."""
    tokens = ApiToken.objects.select_related("user").filter(digest=digest, revoked_at__isnull=True)
    return tokens.filter(user__is_active=True).first()
