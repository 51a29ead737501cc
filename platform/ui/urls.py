"""Addresses of the design system: the gallery, in DEBUG only. Included by the configuration under ``_ui/``."""

from __future__ import annotations

from django.urls import path

from ui.gallery import GalleryPage

app_name = "ui"

urlpatterns = [path("gallery/", GalleryPage.as_view(), name="gallery")]
