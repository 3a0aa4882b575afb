"""The pages of projects: projects, reviews, issues, parcels."""

from tests.access_pages.page import Page, model_pages
from tests.access_pages.roles import AUDITOR, MAKERS, PUBLISHER, WORKERS

PAGES = {
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
