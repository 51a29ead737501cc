from __future__ import annotations

from django.urls import path

from . import pages

app_name = "publication"

urlpatterns = [
    path("", pages.IndexPage.as_view(), name="index"),
    path("page/", pages.PublicPage.as_view(), name="public"),
    path("page/<int:result>/", pages.PublicResultPage.as_view(), name="result"),
    path("programmes/<int:programme>/", pages.PublishPage.as_view(), name="publish"),
    path("<int:result>/", pages.EditPage.as_view(), name="edit"),
    path("<int:result>/unpublish/", pages.UnpublishPage.as_view(), name="unpublish"),
]
