"""Who may do what: one set of predicates for admin and API. What no predicate names is refused."""

import rules

from indicators.choices import Role
from indicators.models import User


def has_role(*roles: Role) -> rules.predicates.Predicate:
    """A predicate that holds for active accounts of one of `roles`."""
    allowed = {str(role) for role in roles}

    @rules.predicate(f"has_role({', '.join(sorted(allowed))})")
    def predicate(user: User) -> bool:
        return user.is_active and user.role in allowed

    return predicate


reads_figures = has_role(Role.ENTRY, Role.REVIEWER, Role.PUBLISHER, Role.VIEWER, Role.EVALUATION)
reads_assessments = has_role(Role.ENTRY, Role.REVIEWER, Role.PUBLISHER, Role.VIEWER)
evaluates = has_role(Role.ENTRY, Role.REVIEWER, Role.PUBLISHER, Role.EVALUATION)
works_with_returns = has_role(Role.ENTRY, Role.REVIEWER, Role.PUBLISHER)
works_with_projects = has_role(Role.ENTRY, Role.REVIEWER, Role.PUBLISHER)
publishes = has_role(Role.PUBLISHER)
administers = has_role(Role.ADMIN)
secures = has_role(Role.SECURITY)
audits = has_role(Role.AUDITOR)
anyone = has_role(*Role)

PERMISSIONS: dict[str, rules.predicates.Predicate] = {
    # Master data: everyone looks areas and indicators up, the system administrator keeps them.
    "indicators.view_area": anyone,
    "indicators.view_peergroup": anyone,
    "indicators.view_peergroupmember": anyone,
    "indicators.view_indicator": anyone,
    "indicators.view_department": anyone,
    **{
        f"indicators.{action}_{model}": administers
        for action in ("add", "change")
        for model in ("area", "peergroup", "peergroupmember", "indicator", "department")
    },
    "indicators.delete_peergroupmember": administers,
    # Published figures; the three administrators see none.
    "indicators.view_observation": reads_figures,
    "indicators.view_growth": reads_figures,
    "tracker.view_ranking": reads_figures,
    "indicators.revise_observation": publishes,
    # Bulletins: which ones an account reads is said by `tracker/queries/bulletins/access.py`.
    **{f"tracker.view_{model}": reads_assessments for model in ("plan", "target", "yearlytarget", "assessment")},
    **{
        f"tracker.{action}_{model}": publishes
        for action in ("add", "change")
        for model in ("plan", "target", "yearlytarget", "assessmentrule")
    },
    "tracker.delete_target": publishes,
    "tracker.override_verdict": publishes,
    "tracker.add_assessment": publishes,
    "tracker.view_assessmentrule": reads_assessments,
    # The evaluation: rounds, firms, facts and score cards inside the areas of the account.
    **{
        f"tracker.view_{model}": evaluates
        for model in ("round", "scheme", "enterprise", "enterprisefact", "enterprisetax", "scorecard")
    },
    "tracker.post_facts": has_role(Role.PUBLISHER, Role.EVALUATION),
    "tracker.run_evaluation": publishes,
    **{
        f"tracker.{action}_{model}": publishes
        for action in ("add", "change")
        for model in ("round", "scheme", "enterprise")
    },
    # Bureaus supply facts: which ones and of which firms is said by `tracker/queries/evaluations/supply.py`.
    "tracker.supply_facts": works_with_returns,
    "tracker.settle_unmatchedrow": has_role(Role.REVIEWER, Role.PUBLISHER),
    **{f"tracker.view_{model}": works_with_returns for model in ("factfile", "unmatchedrow", "enterprisealias")},
    "tracker.view_factduty": works_with_returns | administers,
    "tracker.view_rollup": works_with_returns | administers,
    **{
        f"tracker.{action}_{model}": administers
        for action in ("add", "change", "delete")
        for model in ("factduty", "rollup")
    },
    # Projects and land: inside the areas of the account, see `projects/queries/access.py`.
    **{
        f"projects.view_{model}": works_with_projects
        for model in (
            *("project", "parcel", "disposal", "review", "reviewstep", "projectissue", "reviewtemplate"),
            *("landsetting", "landindicator", "dispatchrule", "projectprogress"),
        )
    },
    **{
        f"projects.{action}_{model}": works_with_projects
        for action in ("add", "change")
        for model in ("project", "parcel")
    },
    # A month, a step of a review, an issue: whoever keeps the project. What binds is the publisher's.
    "projects.report_progress": works_with_projects,
    "projects.raise_projectissue": works_with_projects,
    "projects.decide_review": has_role(Role.REVIEWER, Role.PUBLISHER),
    "projects.dispose_parcel": has_role(Role.REVIEWER, Role.PUBLISHER),
    **{
        f"projects.{action}_{model}": publishes
        for action in ("add", "change")
        for model in ("reviewtemplate", "landsetting", "landindicator", "dispatchrule")
    },
    # Which firms use a parcel: see `tracker/queries/parcel_firms.py`.
    "tracker.view_parcelfirm": works_with_projects,
    **{f"tracker.{action}_parcelfirm": publishes for action in ("add", "change")},
    "tracker.view_bulletin": works_with_returns | has_role(Role.VIEWER),
    "tracker.view_bulletinrun": has_role(Role.REVIEWER, Role.PUBLISHER),
    "tracker.make_bulletin": publishes,
    **{
        f"tracker.view_{model}": has_role(Role.REVIEWER, Role.PUBLISHER)
        for model in ("bulletindefinition", "bulletinsection", "bulletintemplate")
    },
    **{
        f"tracker.{action}_{model}": publishes
        for action in ("add", "change")
        for model in ("bulletindefinition", "bulletinsection", "bulletintemplate")
    },
    "tracker.delete_bulletinsection": publishes,
    # Returns: which ones an account works with is said by `queries/returns/access.py`, for lists and pages alike.
    "indicators.view_return": works_with_returns,
    # Leaders have an inbox, too: bulletins reach them there.
    "indicators.view_inboxitem": works_with_returns | has_role(Role.VIEWER),
    "indicators.hand_over_mine": works_with_returns,
    "indicators.remind_return": has_role(Role.REVIEWER, Role.PUBLISHER),
    "indicators.view_checkrule": works_with_returns | administers,
    "indicators.add_checkrule": publishes,
    "indicators.change_checkrule": publishes,
    **{
        f"indicators.view_{model}": works_with_returns | administers for model in ("returnform", "formitem", "formunit")
    },
    **{
        f"indicators.{action}_{model}": administers
        for action in ("add", "change")
        for model in ("returnform", "formitem", "formunit")
    },
    "indicators.delete_formitem": administers,
    "indicators.hand_over": administers,
    "indicators.view_standin": works_with_returns | secures,
    "indicators.add_standin": works_with_returns | secures,
    "indicators.delete_standin": works_with_returns | secures,
    "indicators.arrange_stand_in_for_others": secures,
    # Accounts: the system administrator makes them, the security administrator gives role and areas.
    "indicators.view_user": administers | secures,
    "indicators.add_user": administers,
    "indicators.change_user": administers | secures,
    "indicators.change_user_access": secures,
    # The trail belongs to the auditor alone.
    "indicators.view_auditentry": audits,
    # Settings of the installation.
    **{
        f"django_celery_beat.{action}_{model}": administers
        for action in ("view", "add", "change")
        for model in ("periodictask", "intervalschedule", "crontabschedule")
    },
    "django_celery_beat.delete_periodictask": administers,
    "axes.view_accessattempt": secures | audits,
    "axes.view_accesslog": secures | audits,
    "axes.delete_accessattempt": secures,  # unlocks an account
}

for name, predicate in PERMISSIONS.items():
    rules.add_perm(name, predicate)
