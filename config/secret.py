"""The secret key of an installation that was given none."""

import os
from pathlib import Path

from django.core.management.utils import get_random_secret_key


def generated_secret(data_dir: Path) -> str:
    """The secret kept in `data_dir`, made on first use and readable by its owner only."""
    path = data_dir / "secret_key"
    data_dir.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secret := get_random_secret_key())
    return secret
