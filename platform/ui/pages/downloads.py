"""Pages that hand out a file."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest

from kernel.doors import Door
from ui.files import Download


class DownloadPage(Door):
    """Hands out a file: subclasses write ``get_download()``. Nothing is cached, nothing is sniffed."""

    def get_download(self) -> Download:
        """The file, or raise ``NotFound``."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        """Send the file."""
        return self.get_download().response()
