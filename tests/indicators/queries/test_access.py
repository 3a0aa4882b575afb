"""What the three administrators may do, in full: none of them touches figures, and no right is theirs by accident."""

import pytest
import rules.permissions

from indicators.choices import Role
from indicators.models import User
from indicators.queries.access import PERMISSIONS

LOOKED_UP_BY_ALL = {
    f"indicators.view_{model}" for model in ("area", "peergroup", "peergroupmember", "indicator", "department")
}
HELD: dict[Role, set[str]] = {
    Role.ADMIN: LOOKED_UP_BY_ALL
    | {
        f"indicators.{action}_{model}"
        for action in ("add", "change")
        for model in ("area", "peergroup", "peergroupmember", "indicator", "department", "user")
    }
    | {"indicators.delete_peergroupmember", "indicators.view_user"}
    | {
        f"indicators.{action}_{model}"
        for action in ("view", "add", "change")
        for model in ("returnform", "formitem", "formunit")
    }
    | {"indicators.delete_formitem", "indicators.hand_over", "indicators.view_checkrule"}
    | {
        f"django_celery_beat.{action}_{model}"
        for action in ("view", "add", "change")
        for model in ("periodictask", "intervalschedule", "crontabschedule")
    }
    | {"django_celery_beat.delete_periodictask"}
    | {
        f"tracker.{action}_{model}"
        for action in ("view", "add", "change", "delete")
        for model in ("factduty", "rollup")
    },
    Role.SECURITY: LOOKED_UP_BY_ALL
    | {"indicators.view_user", "indicators.change_user", "indicators.change_user_access"}
    | {f"indicators.{action}_standin" for action in ("view", "add", "delete")}
    | {"indicators.arrange_stand_in_for_others"}
    | {"axes.view_accessattempt", "axes.view_accesslog", "axes.delete_accessattempt"},
    Role.AUDITOR: LOOKED_UP_BY_ALL | {"indicators.view_auditentry", "axes.view_accessattempt", "axes.view_accesslog"},
}
FIGURES = (
    *("observation", "growth", "ranking", "return", "returncell", "finding"),
    *("project", "parcel", "disposal"),
)


def held_by(role: Role, **fields: bool) -> set[str]:
    user = User(username="x", role=role, **fields)
    return {name for name in PERMISSIONS if user.has_perm(name)}


@pytest.mark.parametrize("role", HELD)
def test_each_administrator_holds_what_is_listed_and_nothing_else(role: Role) -> None:
    assert held_by(role) == HELD[role]


def test_none_of_them_touches_figures() -> None:
    of_figures = {name for name in PERMISSIONS if any(name.endswith(f"_{model}") for model in FIGURES)}
    assert {
        "indicators.view_observation",
        "indicators.revise_observation",
        "tracker.view_ranking",
        "indicators.view_return",
        "projects.view_project",
        "projects.view_parcel",
        "projects.view_disposal",
    } <= of_figures
    assert of_figures & set().union(*HELD.values()) == set()


def test_what_changes_something_is_shared_by_no_two_of_them() -> None:
    shared = [HELD[one] & HELD[other] for one in HELD for other in HELD if one != other]
    changing = {name for names in shared for name in names if ".view_" not in name}
    assert changing == {"indicators.change_user"}  # of an account one keeps its data, the other its role and areas


def test_no_permission_is_given_anywhere_else() -> None:
    ours = {name for name in rules.permissions.permissions if not name.startswith("rules.")}
    assert ours == PERMISSIONS.keys()
    assert len(ours) > 30


@pytest.mark.parametrize("role", Role)
def test_a_closed_account_holds_nothing(role: Role) -> None:
    assert held_by(role)
    assert held_by(role, is_active=False) == set()
