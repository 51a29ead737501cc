"""Fixtures of this folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Path) -> None:
    """Documents of a test stay in its own folder."""
    settings.MEDIA_ROOT = tmp_path / "media"
