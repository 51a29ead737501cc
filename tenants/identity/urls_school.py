"""Members of a school: on the hosts of schools only."""

from __future__ import annotations

from django.urls import path

from tenants.identity import members

app_name = "members"
urlpatterns = [
    path("", members.MembersPage.as_view(), name="index"),
    path("add/", members.AddMemberPage.as_view(), name="add"),
    path("<int:membership>/revoke/", members.RevokeMemberPage.as_view(), name="revoke"),
]
