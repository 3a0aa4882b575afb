"""An object of every model that the admin has pages for, for the matrix of access."""

from collections.abc import Callable
from dataclasses import dataclass

from axes.models import AccessAttempt, AccessLog
from django_celery_beat.models import CrontabSchedule, IntervalSchedule, PeriodicTask

from config.periodic import PERIODIC_WORK
from indicators.choices import Role
from indicators.models import Area, AuditEntry, Department, Growth, Indicator, Observation, PeerGroup, User
from tracker.models import Ranking

NO_OBJECT = 0  # the key of none


@dataclass(frozen=True, kw_only=True)
class Made:
    """Keys of objects; `foreign` lies outside the areas of every account and is there where areas matter."""

    own: int
    foreign: int | None = None

    def keys(self) -> dict[str, int]:
        keys = {"own": self.own, "missing": NO_OBJECT}
        return keys if self.foreign is None else {**keys, "foreign": self.foreign}


def some_account() -> Made:
    return Made(own=User.objects.create(username="somebody", role=Role.VIEWER, password="!").pk)


# Each is called once, with the demo loaded and the accounts of the test made; their area is 430300.
OBJECTS: dict[str, Callable[[], Made]] = {
    "indicators_area": lambda: Made(own=Area.objects.get(code="430300").pk),
    "indicators_indicator": lambda: Made(own=Indicator.objects.get(code="GDP").pk),
    "indicators_department": lambda: Made(own=Department.objects.create(name="甲局").pk),
    "indicators_peergroup": lambda: Made(own=PeerGroup.objects.get(code="hunan-cities").pk),
    "indicators_observation": lambda: Made(own=Observation.objects.current().order_by("pk")[0].pk),
    "indicators_growth": lambda: Made(own=Growth.objects.order_by("pk")[0].pk),
    "indicators_user": some_account,
    "indicators_auditentry": lambda: Made(own=AuditEntry.objects.order_by("pk")[0].pk),
    "tracker_ranking": lambda: Made(own=Ranking.objects.order_by("pk")[0].pk),
    "axes_accessattempt": lambda: Made(
        own=AccessAttempt.objects.create(username="x", ip_address="192.0.2.1", failures_since_start=5).pk
    ),
    "axes_accesslog": lambda: Made(own=AccessLog.objects.create(username="x", ip_address="192.0.2.1").pk),
    "django_celery_beat_periodictask": lambda: Made(own=PeriodicTask.objects.get(task=PERIODIC_WORK[0].task).pk),
    "django_celery_beat_intervalschedule": lambda: Made(
        own=IntervalSchedule.objects.create(every=7, period=IntervalSchedule.DAYS).pk
    ),
    "django_celery_beat_crontabschedule": lambda: Made(own=CrontabSchedule.objects.create(minute="7").pk),
}
