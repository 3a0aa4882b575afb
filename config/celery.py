"""The Celery application and the declared queues: a task names its queue or goes to `default`."""

import os

from celery import Celery
from kombu import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("config")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.task_queues = [Queue("default"), Queue("calculations")]
app.conf.task_routes = {"tracker.drain_pending_calculations": {"queue": "calculations"}}
app.autodiscover_tasks()
