"""Addresses of the regulation, on a school's host under ``/regulation/``."""

from __future__ import annotations

from django.urls import path

from . import pages

app_name = "regulation"

urlpatterns = [
    path("", pages.IndexPage.as_view(), name="index"),
    path("coverage/", pages.CoveragePage.as_view(), name="coverage"),
    path("upload/", pages.UploadPage.as_view(), name="upload"),
    path("new/", pages.StartPage.as_view(), name="start"),
    path("versions/", pages.VersionList.as_view(), name="versions"),
    path("versions/<int:version>/", pages.VersionPage.as_view(), name="version"),
    path("versions/<int:version>/compare/", pages.ComparePage.as_view(), name="compare"),
    path("versions/<int:version>/conformity/", pages.ConformityPage.as_view(), name="conformity"),
    path("versions/<int:version>/words/", pages.WordsPage.as_view(), name="words"),
    path("versions/<int:version>/document/", pages.DocumentPage.as_view(), name="document"),
    path("versions/<int:version>/document/numbers/", pages.RenumberPage.as_view(), name="renumber"),
    path("versions/<int:version>/words/edit/", pages.WordPage.as_view(), name="word"),
    path("versions/<int:version>/words/drop/", pages.DropWordPage.as_view(), name="drop_word"),
    path("versions/<int:version>/lists/", pages.ListsPage.as_view(), name="lists"),
    path("versions/<int:version>/lists/edit/", pages.LinesPage.as_view(), name="lines"),
    path("versions/<int:version>/title/", pages.RenamePage.as_view(), name="rename"),
    path("versions/<int:version>/copy/", pages.CopyPage.as_view(), name="copy"),
    path("versions/<int:version>/discard/", pages.DiscardPage.as_view(), name="discard"),
    path("versions/<int:version>/impact/", pages.ImpactPage.as_view(), name="impact"),
    path("versions/<int:version>/adopt/", pages.AdoptPage.as_view(), name="adopt"),
    path("versions/<int:version>/transfer/", pages.TransferPage.as_view(), name="transfer"),
    path("versions/<int:version>/sections/<str:section>/", pages.SectionPage.as_view(), name="section"),
    path("versions/<int:version>/check/", pages.CheckPage.as_view(), name="check"),
    path("versions/<int:version>/values/<str:key>/", pages.ValuePage.as_view(), name="value"),
    path("versions/<int:version>/values/<str:key>/clear/", pages.ClearPage.as_view(), name="clear"),
]
