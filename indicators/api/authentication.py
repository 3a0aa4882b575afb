"""`Authorization: Token …`, looked up by its hash."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from indicators.api.client_address import client_address
from indicators.models import ApiToken, User
from indicators.queries.tokens import token_in_force
from indicators.services.access import token_digest
from indicators.services.sign_ins import record_token_use


class HashedTokenAuthentication(BaseAuthentication):
    """The account of a token; requests without one are left to the session."""

    keyword = "Token"

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        keyword, _, token = get_authorization_header(request).partition(b" ")
        if keyword.lower() != self.keyword.lower().encode():
            return None
        found = token_in_force(token_digest(token.decode("latin-1")))
        if found is None:
            raise AuthenticationFailed
        record_token_use(token=found, address=client_address(request))
        return found.user, found

    def authenticate_header(self, request: Request) -> str:
        return self.keyword


class TokenScheme(OpenApiAuthenticationExtension):
    """How the schema describes the token."""

    target_class = HashedTokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "形如 Authorization: Token 令牌",
        }
