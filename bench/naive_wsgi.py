"""Serves `bench.naive_api` on the settings of the product: `gunicorn bench.naive_wsgi`."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application

settings.ROOT_URLCONF = "bench.naive_api"
application = get_wsgi_application()
