"""Pages of other packages that have no use here: groups (a role is one field) and two kinds of schedule."""

from django.contrib import admin
from django.contrib.auth import admin as auth_admin  # noqa: F401 — its registrations come first, to be taken back
from django.contrib.auth.models import Group
from django_celery_beat.models import ClockedSchedule, SolarSchedule

for model in (Group, ClockedSchedule, SolarSchedule):
    admin.site.unregister(model)
