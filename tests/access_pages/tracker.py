"""The pages of tracker: rankings, bulletins, plans, evaluations."""

from tests.access_pages.page import Page, model_pages
from tests.access_pages.roles import ADMIN, AUDITOR, MAKERS, PUBLISHER, READERS, WORKERS

BULLETIN_STEPS = {
    "check": MAKERS,
    "send_back": MAKERS,
    "issue": PUBLISHER,
    "redraft": PUBLISHER,
    "reissue": PUBLISHER,
    "discard": PUBLISHER,
}

PAGES = {
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
    **model_pages("tracker_parcelfirm", view=WORKERS, add=PUBLISHER, change=PUBLISHER),
    "admin:tracker_parcelfirm_history": Page(get=AUDITOR, answer=302),
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
}
