"""What every test may ask for."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from pytest_django.fixtures import Settings

from indicators.services.packages import load_package
from tests.builders import TESTER
from tracker.services.calculations import calculate_everything

DEMO = Path(__file__).resolve().parents[1] / "demo" / "xiangtan"

# Two busy cores make single examples slow without anything being wrong.
settings.register_profile(
    "default", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
settings.load_profile("default")


@pytest.fixture
def demo(db):
    """The demo package, loaded and calculated."""
    load_package(directory=DEMO, actor=TESTER)
    calculate_everything()
    return DEMO


@pytest.fixture
def own_cache(settings: Settings, request: pytest.FixtureRequest) -> None:
    """An empty cache of this process: what other tests have counted is not there."""
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": request.node.nodeid}}


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A folder that the database account can reach; pytest's own are closed to others than root."""
    folder = Path(tempfile.mkdtemp(prefix="tracker-test-")).resolve()
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)
