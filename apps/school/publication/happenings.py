"""What publication has done, for those who ask what happened in the school."""

from __future__ import annotations

import datetime

from apps.school.regulation.happenings import Days, sees

from .models import Material, PublishedResult

# Codes of ``publication_item`` by which news and the course of the roadmap are told.
ANNOUNCEMENTS = ("news_announcements", "roadmap_coverage")


@sees("results.published", "announcement.published")
def published(first: datetime.date, last: datetime.date) -> Days:
    """Days on which results and announcements were published (2 queries)."""
    results = PublishedResult.objects.filter(published_on__range=(first, last)).order_by()
    news = Material.objects.filter(kind__in=ANNOUNCEMENTS, published_on__range=(first, last)).order_by()
    return {
        "results.published": set(results.values_list("published_on", flat=True).distinct()),
        "announcement.published": set(news.values_list("published_on", flat=True).distinct()),
    }
