"""The words a field may hold, with the labels staff read. The values are those of `domain/`."""

from django.db import models


class ProjectStage(models.TextChoices):
    RESERVE = "reserve", "储备"
    EARLY = "early", "前期"
    STARTED = "started", "开工"
    BUILDING = "building", "在建"
    COMPLETED = "completed", "竣工"
    PRODUCTION = "production", "投产"
    EFFECTIVE = "effective", "达产达效"


class ProjectCategory(models.TextChoices):
    NEW = "new", "新开工"
    CONTINUED = "continued", "续建"
    COMPLETING = "completing", "竣工"
    RESERVE = "reserve", "预备"


class LandLedger(models.TextChoices):
    """Ledgers are never added to one another."""

    INEFFICIENT = "inefficient", "园区低效"
    IDLE = "idle", "闲置"
    UNSUPPLIED = "unsupplied", "批而未供"
