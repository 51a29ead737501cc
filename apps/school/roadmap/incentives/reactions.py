"""Where an order on rewards is prepared anew after a return. Imported by ``RoadmapConfig.ready``."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from apps.school.orders.handlers import prepared_at
from apps.school.orders.kinds import INCENTIVE

prepared_at(INCENTIVE, lambda order: reverse("roadmap:reward_order", urlconf=settings.SCHOOL_URLCONF))
