"""The pages of indicators: figures, returns, people."""

from indicators.choices import Role
from tests.access_pages.page import Page, model_pages
from tests.access_pages.roles import (
    ADMIN,
    AUDITOR,
    ENTRY,
    NOBODY,
    PUBLISHER,
    READERS,
    REVIEWER,
    SECURITY,
    STAFF,
    WORKERS,
    only,
)

RETURN_STEPS = {
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

PAGES = {
    **model_pages("indicators_area", view=STAFF, add=ADMIN, change=ADMIN),
    **model_pages("indicators_indicator", view=STAFF, add=ADMIN, change=ADMIN),
    **model_pages("indicators_department", view=STAFF, add=ADMIN, change=ADMIN),
    **model_pages("indicators_peergroup", view=STAFF, add=ADMIN, change=ADMIN),
    **model_pages("indicators_observation", view=READERS),
    **model_pages("indicators_growth", view=READERS, history=404),
    **model_pages("indicators_user", view=ADMIN | SECURITY, add=ADMIN, change=ADMIN | SECURITY),
    **model_pages("indicators_auditentry", view=AUDITOR, history=404),
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
        for step, roles in RETURN_STEPS.items()
    },
}
