"""Which predicate of `queries.access` opens a view."""

from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView


class HoldsPermission(BasePermission):
    """The account holds the `permission` the view names; a view that names none is closed."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        permission = getattr(view, "permission", "")
        return bool(permission) and request.user.has_perm(permission)
