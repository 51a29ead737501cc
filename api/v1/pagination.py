"""Pages of lists: ``page`` and ``page_size`` (at most 200)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework.pagination import PageNumberPagination


class Pages(PageNumberPagination):
    """count, next, previous, results."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
    # The framework has no Russian of its own for these two.
    page_query_description = _("Number of the page.")  # type: ignore[assignment]  # lazy texts are shown as well
    page_size_query_description = _("Rows on a page, at most 200.")  # type: ignore[assignment]  # as above
