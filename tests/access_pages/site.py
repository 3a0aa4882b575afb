"""The site's own pages, and those of the record of log-ins and of the timetable."""

from tests.access_pages.page import Page, model_pages
from tests.access_pages.roles import ADMIN, AUDITOR, EVERYBODY, SECURITY, STAFF

PAGES = {
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
    **model_pages("axes_accessattempt", view=SECURITY | AUDITOR),
    **model_pages("axes_accesslog", view=SECURITY | AUDITOR),
    **model_pages("django_celery_beat_periodictask", view=ADMIN, add=ADMIN, change=ADMIN, delete=ADMIN),
    **model_pages("django_celery_beat_intervalschedule", view=ADMIN, add=ADMIN, change=ADMIN),
    **model_pages("django_celery_beat_crontabschedule", view=ADMIN, add=ADMIN, change=ADMIN),
    # The log-in record has no pages of its own.
    "admin:axes_accessattempt_change": Page(get=STAFF, answer=404),
    "admin:axes_accesslog_change": Page(get=STAFF, answer=404),
    "admin:axes_accessattempt_unlock": Page(get=SECURITY, post=SECURITY),
}
