"""A real browser and a server small enough to need no database: rendered pages and static files, nothing else.

Playwright's own loop runs in the test's thread, so the pages are served from another one.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, sync_playwright

POLICY = "default-src 'self'; img-src 'self' data:"
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]

# The method of a request -> status line and HTML (for 303 the address to go to).
Answer = Callable[[str], tuple[str, str]]


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments: Any) -> None:
        """Tests speak by failing."""


def _static(path: str) -> tuple[str, bytes, str]:
    found = finders.find(unquote(path.removeprefix("/static/")))
    if not isinstance(found, str):
        return "404 Not Found", b"", "text/plain"
    return "200 OK", Path(found).read_bytes(), guess_type(found)[0] or "application/octet-stream"


@contextmanager
def served(pages: dict[str, Answer]) -> Iterator[str]:
    """The address of a running server; a page gets the method and gives status line and HTML."""

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path.startswith("/static/"):
            status, content, kind = _static(path)
        elif path in pages:
            status, text = pages[path](environ["REQUEST_METHOD"])
            content, kind = text.encode(), "text/html; charset=utf-8"
        else:
            status, content, kind = "404 Not Found", b"", "text/plain"
        headers = [("Content-Type", kind), ("Content-Security-Policy", POLICY)]
        if status.startswith("303"):
            headers.append(("Location", content.decode()))
        start_response(status, headers)
        return [content]

    with make_server("127.0.0.1", 0, application, handler_class=_Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join(timeout=5)


def chromium() -> str | None:
    """The system's browser, or None."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def launched(executable: str) -> Iterator[Browser]:
    """A headless browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()
