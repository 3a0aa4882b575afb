"""What every address of the product allows: one table by URL name. An address without a row fails the matrix test.

A model that appears in the admin gets a row in `MODELS` (its standard pages), each page beside an object one in
`ACTIONS`, each view of the API one in `API`, and `tests/access_objects.py` an object to ask for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from indicators.choices import Role

Roles = frozenset[Role]


def only(*roles: Role) -> Roles:
    return frozenset(roles)


NOBODY = only()
EVERYBODY = only(*Role)
STAFF = EVERYBODY - {Role.EVALUATION}
API_READERS = EVERYBODY - {Role.ADMIN, Role.SECURITY, Role.AUDITOR}
READERS = API_READERS & STAFF
WORKERS = only(Role.ENTRY, Role.REVIEWER, Role.PUBLISHER)  # with returns
PUBLISHER = only(Role.PUBLISHER)
EVALUATION = only(Role.EVALUATION)
EVALUATORS = WORKERS | EVALUATION
MAKERS = only(Role.REVIEWER, Role.PUBLISHER)  # of bulletins
ADMIN, SECURITY, AUDITOR = only(Role.ADMIN), only(Role.SECURITY), only(Role.AUDITOR)


@dataclass(frozen=True, kw_only=True)
class Page:
    """Who is answered `answer`; everybody else is refused with `refused`.

    `post` names whose empty form is looked at, everybody else is refused that; with None the page writes nothing and
    takes a POST as it likes. Where there is an object of foreign areas, only `foreign` find it, others get 404.
    """

    get: Roles
    answer: int = 200
    refused: int = 403
    post: Roles | None = None
    foreign: Roles = NOBODY
    missing: int = 404  # for an object that does not exist
    only_reads: bool = False  # an address of an object that takes no POST
    looked_up_by: Roles = NOBODY  # who is told 404 where there is no object, and only then that the role is wrong
    anonymous: int | None = None  # where it is not the login (admin) or 401 (API)
    address: str = ""  # where the pattern alone does not say what to ask for; `{key}` stands for the object
    model: str = ""  # of the object, where the pattern does not name it as those of the admin do

    def status(self, role: Role, *, in_admin: bool, method: str, which: str) -> int | None:
        """The status that `role` is to be answered; None where the page may choose, short of a breakdown."""
        if in_admin and role not in STAFF:
            return self.status_anonymous(in_admin=in_admin)
        allowed = self.get if method == "GET" or self.post is None else self.post
        if self.only_reads and method == "POST":
            return 405 if role in self.get else self.refused
        if which in ("missing", "foreign") and role in self.looked_up_by:
            return 404
        if role not in allowed:
            return self.refused
        if which == "missing":
            return self.missing
        if which == "foreign" and role not in self.foreign:
            return 404
        return self.answer if method == "GET" else None

    def status_anonymous(self, *, in_admin: bool) -> int:
        return self.anonymous or (302 if in_admin else 401)


def model_pages(
    name: str,
    *,
    view: Roles,
    add: Roles = NOBODY,
    change: Roles = NOBODY,
    delete: Roles = NOBODY,
    history: int = 302,
    foreign: Roles = NOBODY,
) -> dict[str, Page]:
    """The pages that the admin makes for every model; `history` leads the auditor to the entries, if there are any."""
    app_label, _, model_name = name.rpartition("_")
    return {
        f"admin:{name}_changelist": Page(get=view),
        f"admin:{name}_add": Page(get=add, post=add),
        f"admin:{name}_change": Page(get=view, post=change, foreign=foreign),
        f"admin:{name}_delete": Page(get=delete, post=delete, foreign=foreign),
        f"admin:{name}_history": Page(get=AUDITOR, answer=history, foreign=AUDITOR),
        f"admin/{app_label}/{model_name}/<path:object_id>/": Page(get=STAFF, answer=302, missing=302, foreign=STAFF),
    }


MODELS = {
    **model_pages("indicators_area", view=STAFF, add=ADMIN, change=ADMIN),
    **model_pages("indicators_indicator", view=STAFF, add=ADMIN, change=ADMIN),
    **model_pages("indicators_department", view=STAFF, add=ADMIN, change=ADMIN),
    **model_pages("indicators_peergroup", view=STAFF, add=ADMIN, change=ADMIN),
    **model_pages("indicators_observation", view=READERS),
    **model_pages("indicators_growth", view=READERS, history=404),
    **model_pages("tracker_ranking", view=READERS, history=404),
    **model_pages("tracker_bulletin", view=READERS, foreign=MAKERS),
    "admin:tracker_bulletin_history": Page(get=AUDITOR, answer=404),
    **model_pages("tracker_bulletinrun", view=MAKERS, history=404),
    **model_pages("tracker_bulletindefinition", view=MAKERS, add=PUBLISHER, change=PUBLISHER),
    **model_pages("tracker_bulletintemplate", view=MAKERS, add=PUBLISHER, change=PUBLISHER),
    **model_pages("tracker_plan", view=READERS, add=PUBLISHER),
    "admin:tracker_plan_change": Page(get=READERS),  # a page to read; the form is `edit/`
    **model_pages("tracker_target", view=READERS, delete=PUBLISHER),
    "admin:tracker_target_change": Page(get=READERS),
    **model_pages("tracker_assessment", view=READERS),
    **model_pages("tracker_assessmentrule", view=READERS, add=PUBLISHER, change=PUBLISHER),
    **model_pages("tracker_round", view=WORKERS, add=PUBLISHER),
    "admin:tracker_round_change": Page(get=WORKERS),  # pages to read; what changes a round are its steps
    **model_pages("tracker_rollup", view=WORKERS | ADMIN, add=ADMIN, change=ADMIN, delete=ADMIN),
    **model_pages("tracker_scheme", view=WORKERS),
    "admin:tracker_scheme_change": Page(get=WORKERS),
    **model_pages("tracker_enterprise", view=WORKERS, add=PUBLISHER, change=PUBLISHER),
    **model_pages("tracker_factfile", view=WORKERS),
    **model_pages("tracker_unmatchedrow", view=WORKERS),
    **model_pages("tracker_enterprisealias", view=WORKERS),
    **model_pages("tracker_factduty", view=WORKERS | ADMIN, add=ADMIN, change=ADMIN, delete=ADMIN),
    "admin:tracker_enterprise_history": Page(get=AUDITOR, answer=302),
    "admin:tracker_factfile_history": Page(get=AUDITOR, answer=302),
    "admin:tracker_unmatchedrow_history": Page(get=AUDITOR, answer=302),
    "admin:tracker_enterprisealias_history": Page(get=AUDITOR, answer=302),
    **model_pages("projects_project", view=WORKERS, add=WORKERS, change=WORKERS),
    **model_pages("projects_projectprogress", view=WORKERS, history=404),
    **model_pages("projects_dispatchrule", view=WORKERS, add=PUBLISHER, change=PUBLISHER),
    **model_pages("projects_review", view=WORKERS),
    "admin:projects_review_change": Page(get=WORKERS),  # pages to read; what changes a review are its steps
    "admin:projects_review_history": Page(get=AUDITOR, answer=302),
    **model_pages("projects_reviewstep", view=WORKERS, history=404),
    "admin:projects_reviewstep_change": Page(get=WORKERS, answer=302),  # leads to the review
    "admin:projects_reviewstep_history": Page(get=AUDITOR, answer=404),
    **model_pages("projects_reviewtemplate", view=WORKERS, add=PUBLISHER, change=PUBLISHER),
    **model_pages("projects_projectissue", view=WORKERS),
    "admin:projects_projectissue_change": Page(get=WORKERS),
    "admin:projects_projectissue_history": Page(get=AUDITOR, answer=302),
    **model_pages("projects_parcel", view=WORKERS, add=WORKERS, change=WORKERS),
    "admin:projects_parcel_change": Page(get=WORKERS),  # a page to read; the form is `edit/`
    "admin:projects_project_history": Page(get=AUDITOR, answer=302),
    "admin:projects_parcel_history": Page(get=AUDITOR, answer=302),
    **model_pages("projects_landsetting", view=WORKERS, add=PUBLISHER, change=PUBLISHER),
    **model_pages("projects_landindicator", view=WORKERS, add=PUBLISHER, change=PUBLISHER),
    **model_pages("tracker_parcelfirm", view=WORKERS, add=PUBLISHER, change=PUBLISHER),
    "admin:tracker_parcelfirm_history": Page(get=AUDITOR, answer=302),
    **model_pages("indicators_user", view=ADMIN | SECURITY, add=ADMIN, change=ADMIN | SECURITY),
    **model_pages("indicators_auditentry", view=AUDITOR, history=404),
    **model_pages("axes_accessattempt", view=SECURITY | AUDITOR),
    **model_pages("axes_accesslog", view=SECURITY | AUDITOR),
    **model_pages("django_celery_beat_periodictask", view=ADMIN, add=ADMIN, change=ADMIN, delete=ADMIN),
    **model_pages("django_celery_beat_intervalschedule", view=ADMIN, add=ADMIN, change=ADMIN),
    **model_pages("django_celery_beat_crontabschedule", view=ADMIN, add=ADMIN, change=ADMIN),
    **model_pages("indicators_returnform", view=WORKERS | ADMIN, add=ADMIN, change=ADMIN),
    **model_pages("indicators_formunit", view=WORKERS | ADMIN, add=ADMIN, change=ADMIN),
    **model_pages("indicators_checkrule", view=WORKERS | ADMIN, add=PUBLISHER, change=PUBLISHER),
    **model_pages("indicators_return", view=WORKERS),
    "admin:indicators_return_change": Page(get=WORKERS),
    "admin:indicators_return_history": Page(get=AUDITOR, answer=404),
    # The object of these two is somebody else's; whose it is finds it, see `test_inbox.py` and `test_stand_ins.py`.
    **model_pages("indicators_inboxitem", view=READERS, history=404),
    "admin:indicators_inboxitem_change": Page(get=READERS, answer=404, post=NOBODY),
    **model_pages("indicators_standin", view=WORKERS | SECURITY, add=WORKERS | SECURITY, foreign=SECURITY),
    "admin:indicators_standin_change": Page(get=WORKERS | SECURITY, post=NOBODY, foreign=SECURITY),
    "admin:indicators_standin_history": Page(get=AUDITOR, answer=404),
    "admin/indicators/standin/<path:object_id>/": Page(get=STAFF, answer=302, missing=302, foreign=STAFF),
    # The log-in record has no pages of its own.
    "admin:axes_accessattempt_change": Page(get=STAFF, answer=404),
    "admin:axes_accesslog_change": Page(get=STAFF, answer=404),
}

REVIEWER, ENTRY = only(Role.REVIEWER), only(Role.ENTRY)
STEPS = {
    "upload": ENTRY,
    "submit": ENTRY,
    "recall": ENTRY,
    "approve": REVIEWER,
    "send_back": REVIEWER,
    "extend": REVIEWER | PUBLISHER,
    "publish": PUBLISHER,
    "withdraw": PUBLISHER,
    "reopen": PUBLISHER,
}
BULLETIN_STEPS = {
    "check": MAKERS,
    "send_back": MAKERS,
    "issue": PUBLISHER,
    "redraft": PUBLISHER,
    "reissue": PUBLISHER,
    "discard": PUBLISHER,
}
ACTIONS = {
    "admin:indicators_observation_export": Page(get=READERS),
    "admin:indicators_observation_revise": Page(get=only(Role.PUBLISHER), post=only(Role.PUBLISHER)),
    "admin:indicators_growth_export": Page(get=READERS),
    "admin:indicators_auditentry_export": Page(get=AUDITOR),
    "admin:indicators_user_reset_password": Page(get=ADMIN, post=ADMIN),
    "admin:indicators_user_revoke_all_tokens": Page(get=ADMIN | SECURITY, post=ADMIN | SECURITY),
    "admin:indicators_user_hand_over": Page(get=ADMIN, post=ADMIN),
    "admin:indicators_inboxitem_hand_over_mine": Page(get=WORKERS, post=WORKERS),
    "admin:indicators_standin_end": Page(get=WORKERS | SECURITY, post=WORKERS | SECURITY, foreign=SECURITY),
    "admin:indicators_returnform_open_period": Page(get=ADMIN, post=ADMIN),
    "admin:indicators_checkrule_try_out": Page(get=PUBLISHER, answer=302, post=PUBLISHER),
    "admin:indicators_checkrule_try_out_saved": Page(get=WORKERS),
    "admin:indicators_return_export": Page(get=WORKERS),
    "admin:indicators_return_board": Page(get=WORKERS),
    "admin:indicators_return_open_board": Page(get=WORKERS, answer=302),
    "admin:indicators_return_workbook": Page(
        get=WORKERS, address="/admin/indicators/return/{key}/workbook.xlsx", model="indicators_return"
    ),
    **{
        f"admin:indicators_return_{step}": Page(
            get=roles,
            post=roles,
            looked_up_by=WORKERS,
            address=f"/admin/indicators/return/{{key}}/{step}/",
            model="indicators_return",
        )
        for step, roles in STEPS.items()
    },
    "admin:axes_accessattempt_unlock": Page(get=SECURITY, post=SECURITY),
    "admin:tracker_ranking_places": Page(get=READERS),
    "admin:tracker_bulletin_make": Page(get=PUBLISHER, post=PUBLISHER),
    "admin:tracker_bulletindefinition_make_one": Page(get=PUBLISHER, answer=302),
    "admin:tracker_bulletintemplate_download": Page(get=MAKERS, answer=302),
    "admin:tracker_bulletintemplate_file": Page(
        get=MAKERS, address="/admin/tracker/bulletintemplate/{key}/file.docx", model="tracker_bulletintemplate"
    ),
    "admin:tracker_bulletin_file": Page(
        get=READERS, foreign=MAKERS, address="/admin/tracker/bulletin/{key}/file/docx/", model="tracker_bulletin"
    ),
    # The object has no page to print; see `tests/tracker/admin/test_bulletins.py`.
    "admin:tracker_bulletin_pdf": Page(
        get=READERS, answer=404, address="/admin/tracker/bulletin/{key}/pdf/", model="tracker_bulletin"
    ),
    "admin:tracker_bulletin_resend": Page(
        get=PUBLISHER,
        answer=404,  # there is no delivery; see the same tests
        address="/admin/tracker/bulletin/{key}/resend/1/",
        model="tracker_bulletin",
    ),
    **{
        f"admin:tracker_bulletin_{step}": Page(
            get=roles,
            post=roles,
            foreign=roles,
            address=f"/admin/tracker/bulletin/{{key}}/{step}/",
            model="tracker_bulletin",
        )
        for step, roles in BULLETIN_STEPS.items()
    },
    "admin:tracker_plan_edit": Page(
        get=PUBLISHER, post=PUBLISHER, address="/admin/tracker/plan/{key}/edit/", model="tracker_plan"
    ),
    "admin:tracker_plan_csv": Page(get=READERS, address="/admin/tracker/plan/{key}/table.csv", model="tracker_plan"),
    **{
        f"admin:tracker_target_{step}": Page(
            get=PUBLISHER,
            post=PUBLISHER,
            address=f"/admin/tracker/target/{{key}}/{step}/",
            model="tracker_target",
        )
        for step in ("revise", "repeal", "override", "lift")
    },
    "admin:tracker_assessment_make": Page(get=PUBLISHER, post=PUBLISHER, address="/admin/tracker/assessment/make/"),
    "admin:tracker_assessment_file": Page(
        get=READERS, address="/admin/tracker/assessment/{key}/file/docx/", model="tracker_assessment"
    ),
    "admin:tracker_round_csv": Page(get=WORKERS, address="/admin/tracker/round/{key}/cards.csv", model="tracker_round"),
    "admin:tracker_round_roll_ups": Page(
        get=WORKERS, address="/admin/tracker/round/{key}/roll-ups/", model="tracker_round"
    ),
    # The round has no card; see `tests/tracker/admin/test_evaluation_cards.py`.
    "admin:tracker_round_card": Page(
        get=WORKERS, answer=404, address="/admin/tracker/round/{key}/cards/none/", model="tracker_round"
    ),
    **{
        f"admin:tracker_round_{step}": Page(
            get=PUBLISHER, post=PUBLISHER, address=f"/admin/tracker/round/{{key}}/{step}/", model="tracker_round"
        )
        for step in ("edit", "lock", "unlock", "score", "publish", "finalise", "cancel")
    },
    "admin:tracker_enterprise_export": Page(get=WORKERS),
    "admin:tracker_enterprise_facts": Page(
        get=PUBLISHER,
        post=PUBLISHER,
        address="/admin/tracker/enterprise/{key}/facts/",
        model="tracker_enterprise",
    ),
    **{
        f"admin:tracker_factfile_{page}": Page(
            get=WORKERS, answer=answer, address=f"/admin/tracker/factfile/round/{{key}}/{end}", model="tracker_round"
        )
        for page, end, answer in (
            ("board", "", 200),
            ("missing", "missing/?fact=tax", 200),
            ("missing_csv", "missing.csv?fact=tax", 200),
            ("template", "template.xlsx", 302),
            ("upload", "upload/", 200),
            ("queue", "queue/", 200),
        )
    },
    **{
        f"admin:tracker_unmatchedrow_{step}": Page(
            get=MAKERS,
            post=MAKERS,
            looked_up_by=WORKERS,
            address=f"/admin/tracker/unmatchedrow/{{key}}/{step}/",
            model="tracker_unmatchedrow",
        )
        for step in ("assign", "dismiss", "reopen")
    },
    "admin:tracker_enterprisealias_withdraw": Page(
        get=MAKERS,
        post=MAKERS,
        looked_up_by=WORKERS,
        address="/admin/tracker/enterprisealias/{key}/withdraw/",
        model="tracker_enterprisealias",
    ),
    "admin:projects_project_export": Page(get=WORKERS),
    **{
        f"admin:projects_project_{step}": Page(
            get=WORKERS, post=WORKERS, address=f"/admin/projects/project/{{key}}/{step}/", model="projects_project"
        )
        for step in (
            *("edit", "plan", "stage", "statistics", "indicators", "source"),
            *("arrival", "preliminary", "milestone", "document"),
        )
    },
    # The project has no items; see `tests/projects/admin/test_project_steps.py`.
    **{
        f"admin:projects_project_{step}_item": Page(
            get=WORKERS,
            answer=404,
            address=f"/admin/projects/project/{{key}}/{step}/0/",
            model="projects_project",
        )
        for step in ("source", "preliminary", "milestone")
    },
    "admin:projects_project_document_file": Page(
        get=WORKERS, answer=404, address="/admin/projects/project/{key}/document/0/file", model="projects_project"
    ),
    **{
        f"admin:projects_projectprogress_{page}": Page(get=WORKERS)
        for page in ("month", "month_template", "month_upload", "dispatch", "dispatch_csv")
    },
    **{
        f"admin:tracker_scheme_{page}": Page(
            get=PUBLISHER, post=PUBLISHER, address=f"/admin/tracker/scheme/{{key}}/{page}/", model="tracker_scheme"
        )
        for page in ("copy", "edit", "what_if")
    },
    **{
        f"admin:tracker_plan_{page}": Page(
            get=PUBLISHER,
            post=PUBLISHER,
            address=f"/admin/tracker/plan/{{key}}/{page}/",
            model="tracker_plan",
        )
        for page in ("table", "yearly", "parts", "projects")
    },
    "admin:projects_review_start": Page(
        get=WORKERS, post=WORKERS, address="/admin/projects/review/start/{key}/", model="projects_project"
    ),
    "admin:projects_review_withdraw": Page(
        get=MAKERS, post=MAKERS, address="/admin/projects/review/{key}/withdraw/", model="projects_review"
    ),
    "admin:projects_reviewstep_export": Page(get=WORKERS),
    # The step has no department: it is not the clerks'; see `tests/projects/admin/test_reviews.py`.
    "admin:projects_reviewstep_opinion": Page(
        get=MAKERS,
        post=MAKERS,
        looked_up_by=WORKERS,
        address="/admin/projects/reviewstep/{key}/opinion/",
        model="projects_reviewstep",
    ),
    "admin:projects_reviewstep_resubmit": Page(
        get=WORKERS, post=WORKERS, address="/admin/projects/reviewstep/{key}/resubmit/", model="projects_reviewstep"
    ),
    # The step has no conditions.
    "admin:projects_reviewstep_condition": Page(
        get=WORKERS,
        answer=404,
        address="/admin/projects/reviewstep/{key}/conditions/0/",
        model="projects_reviewstep",
    ),
    "admin:projects_reviewtemplate_make_default": Page(get=PUBLISHER, post=PUBLISHER),
    **{
        f"admin:projects_reviewtemplate_{page}": Page(
            get=PUBLISHER,
            post=PUBLISHER,
            address=f"/admin/projects/reviewtemplate/{{key}}/{page}/",
            model="projects_reviewtemplate",
        )
        for page in ("copy", "use")
    },
    "admin:projects_projectissue_export": Page(get=WORKERS),
    "admin:projects_projectissue_raise": Page(
        get=WORKERS, post=WORKERS, address="/admin/projects/projectissue/raise/{key}/", model="projects_project"
    ),
    **{
        f"admin:projects_projectissue_{step}": Page(
            get=WORKERS,
            post=WORKERS,
            address=f"/admin/projects/projectissue/{{key}}/{step}/",
            model="projects_projectissue",
        )
        for step in ("note", "escalate", "postpone", "resolve", "reopen")
    },
    "admin:projects_parcel_export": Page(get=WORKERS),
    "admin:projects_parcel_board": Page(get=WORKERS),
    "admin:projects_parcel_workbook": Page(get=WORKERS, address="/admin/projects/parcel/workbook.xlsx"),
    "admin:projects_parcel_upload": Page(get=WORKERS, post=WORKERS),
    "admin:projects_parcel_edit": Page(
        get=WORKERS, post=WORKERS, address="/admin/projects/parcel/{key}/edit/", model="projects_parcel"
    ),
    **{
        f"admin:projects_parcel_{step}": Page(
            get=MAKERS,
            post=MAKERS,
            looked_up_by=WORKERS,
            address=f"/admin/projects/parcel/{{key}}/{step}/",
            model="projects_parcel",
        )
        for step in ("dispose", "relapse")
    },
    "admin:projects_parcel_step": Page(
        get=WORKERS, post=WORKERS, address="/admin/projects/parcel/{key}/step/found/", model="projects_parcel"
    ),
}

SITE = {
    "/": Page(get=EVERYBODY, answer=302, anonymous=302, address="/"),
    "admin:index": Page(get=STAFF),
    "admin:search": Page(get=STAFF),
    "admin:login": Page(get=STAFF, answer=302, anonymous=200),
    "admin:logout": Page(get=STAFF, answer=405),
    "admin:password_change": Page(get=STAFF, post=STAFF),
    "admin:password_change_done": Page(get=STAFF),
    "admin:jsi18n": Page(get=STAFF),
    "admin:autocomplete": Page(
        get=STAFF,
        address="/admin/autocomplete/?app_label=indicators&model_name=observation&field_name=indicator",
    ),
    "admin:view_on_site": Page(get=STAFF, answer=404, address="/admin/r/1/1/"),
    "admin:app_list": Page(get=SECURITY | AUDITOR, refused=404, address="/admin/axes/"),
    "admin/(?P<url>.*)$": Page(get=STAFF, answer=404, address="/admin/nothing/"),
}

DEMO_FIGURE = "GDP/430300/2015-Q4/"
API = {
    "live": Page(get=EVERYBODY, anonymous=200),
    "ready": Page(get=EVERYBODY, answer=503, anonymous=503),  # no worker runs with the tests
    **{name: Page(get=EVERYBODY) for name in ("areas", "peer-groups", "indicators", "schema")},
    **{name: Page(get=API_READERS) for name in ("observations", "growth", "rankings")},
    "bulletins": Page(get=READERS),
    "bulletin-file": Page(
        get=READERS,
        only_reads=True,
        foreign=MAKERS,
        address="/api/v1/bulletins/{key}/files/docx/",
        model="tracker_bulletin",
    ),
    "plans": Page(get=READERS),
    "targets": Page(get=READERS, address="/api/v1/plans/asked/targets/"),
    "assessment": Page(get=READERS, address="/api/v1/plans/asked/assessment/"),
    "explain-target": Page(get=READERS, address="/api/v1/explain/targets/aims/GDP/430300/level/value/2022/"),
    "explain-observation": Page(get=API_READERS, address=f"/api/v1/explain/observations/{DEMO_FIGURE}"),
    "explain-growth": Page(get=API_READERS, address=f"/api/v1/explain/growth/{DEMO_FIGURE}"),
    "explain-ranking": Page(get=API_READERS, address="/api/v1/explain/rankings/GDP/2015-Q4/hunan-cities/growth/"),
    "returns": Page(get=WORKERS),
    "return": Page(get=WORKERS, only_reads=True, address="/api/v1/returns/{key}/", model="indicators_return"),
    "return-cells": Page(  # takes PATCH alone
        get=WORKERS,
        answer=405,
        missing=405,
        foreign=WORKERS,
        address="/api/v1/returns/{key}/cells/",
        model="indicators_return",
    ),
    "return-cell": Page(
        get=WORKERS,
        only_reads=True,
        address="/api/v1/returns/{key}/cells/GDP/430300/value/",
        model="indicators_return",
    ),
    "return-submit": Page(get=WORKERS, address="/api/v1/returns/{key}/submit/", model="indicators_return"),
    **{name: Page(get=WORKERS) for name in ("projects", "parcels", "disposals", "land-summary")},
    "explain-parcel": Page(get=WORKERS, address="/api/v1/explain/parcels/asked/"),
    "explain-land": Page(get=WORKERS, address="/api/v1/explain/land/inefficient/"),
    "explain-project": Page(get=WORKERS, answer=404, address="/api/v1/explain/projects/none/2025-10/"),
    "explain-project-sums": Page(get=WORKERS, address="/api/v1/explain/project-sums/2025-10/"),
    "projects-summary": Page(get=WORKERS, address="/api/v1/projects/summary/?period=2025-10"),
    "evaluations": Page(get=EVALUATORS),
    "evaluation": Page(get=EVALUATORS, address="/api/v1/evaluations/asked/"),
    "facts": Page(get=EVALUATORS, post=PUBLISHER | EVALUATION, address="/api/v1/evaluations/asked/facts/"),
    "scorecards": Page(get=EVALUATORS, address="/api/v1/evaluations/asked/scorecards/"),
    "explain-scorecard": Page(get=EVALUATORS, answer=404, address="/api/v1/explain/evaluations/asked/none/"),
    "docs": Page(get=EVERYBODY, anonymous=302),
    "api/": Page(get=EVERYBODY, answer=404, anonymous=404, address="/api/nothing/"),
}

PAGES: dict[str, Page] = {**MODELS, **ACTIONS, **SITE, **API}


def addresses(patterns: Iterable[Any] | None = None, names: str = "", path: str = "") -> Iterator[tuple[str, str]]:
    """Every URL name with its pattern; what has no name goes by its pattern."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        here = f"{path}{each.pattern}"
        if isinstance(each, URLResolver):
            yield from addresses(each.url_patterns, f"{names}{each.namespace}:" if each.namespace else names, here)
        else:
            assert isinstance(each, URLPattern)
            yield (f"{names}{each.name}" if each.name else here or "/"), f"/{here}"
