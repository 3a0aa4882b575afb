"""Which accounts a project concerns: those whose areas hold it, by role and department."""

from collections.abc import Collection

from indicators.choices import Role
from indicators.models import Area, Department, User
from indicators.queries.access_areas import areas_of
from projects.domain.refusals import Refusal
from projects.models import Project

WORKERS = (Role.ENTRY, Role.REVIEWER, Role.PUBLISHER)


def accounts_over(area: Area, roles: Collection[Role], department: Department | None = None) -> list[User]:
    """Active accounts of the roles that were given the area or one above it; of one department where it is named."""
    above = [each.pk for each in area.ancestors(include_self=True)]
    people = User.objects.filter(is_active=True, role__in=roles, areas__in=above)
    if department:
        people = people.filter(department=department)
    return list(people.distinct().order_by("pk"))


def standing_towards(user: User | None, project: Project, permission: str) -> list[Refusal]:
    """Why the account may not do it with this project: its role, its areas. No user is the operator of the server."""
    if user is None:
        return []
    found = []
    if not user.has_perm(permission):
        found.append(Refusal("wrong_role", f"您的角色（{user.get_role_display()}）不能办理"))
    if project.area_id not in areas_of(user):
        found.append(Refusal("wrong_area", "项目不在您的地区内"))
    return found
