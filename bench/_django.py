"""Imported before anything with models: benchmarks that run inside Django need it ready, `python -m bench` does not."""

import django

django.setup()
