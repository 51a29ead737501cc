"""Fixtures of this folder."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from apps.school.orders import handlers


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Path) -> None:
    """Documents of a test stay in its own folder."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def no_followers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Signatures and returns change nothing but the act."""
    monkeypatch.setattr(handlers, "_signed", defaultdict(list))
    monkeypatch.setattr(handlers, "_returned", defaultdict(list))
