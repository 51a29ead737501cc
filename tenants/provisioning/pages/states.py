"""Changing a school's state: each page says what will happen and asks once."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tenants.journal.models import Job
from tenants.organisations.models import School
from tenants.provisioning import actions
from tenants.provisioning.pages.schools import OfSchool, school_url
from ui.pages import ActionPage, ConfirmPage, Text


class _ChangeState(OfSchool, ConfirmPage):
    def get_cancel_url(self) -> str:
        return school_url(self.object)

    def get_success_url(self, result: School) -> str:
        return school_url(result)


class SuspendPage(_ChangeState):
    """Close a school's host."""

    confirm_label = _("Suspend")
    success_message = _("The school is suspended.")
    danger = True

    def get_title(self) -> Text:
        return _("Suspend “%(name)s”") % {"name": self.object.short_name}

    def get_consequences(self) -> Iterable[Text]:
        return [
            _("Its address answers as if there were no such school."),
            _("Its members sign in nowhere else because of it; roles in other schools stay."),
            _("All its data stay and come back when it is resumed."),
        ]

    def perform(self) -> School:
        return actions.suspend_school(school=self.object, acting=self.actor)


class ResumePage(_ChangeState):
    """Open it again."""

    confirm_label = _("Resume")
    success_message = _("The school works again.")

    def get_title(self) -> Text:
        return _("Resume “%(name)s”") % {"name": self.object.short_name}

    def get_consequences(self) -> Iterable[Text]:
        return [_("Its address opens again, with everything as it was.")]

    def perform(self) -> School:
        return actions.resume_school(school=self.object, acting=self.actor)


class ArchivePage(_ChangeState):
    """Put a school aside for good."""

    confirm_label = _("Put into the archive")
    success_message = _("The school is in the archive.")
    danger = True

    def get_title(self) -> Text:
        return _("Put “%(name)s” into the archive") % {"name": self.object.short_name}

    def get_consequences(self) -> Iterable[Text]:
        return [
            _("The school works no more; its address stays closed."),
            _("All its data stay. It can be taken out of the archive at any time."),
        ]

    def perform(self) -> School:
        return actions.archive_school(school=self.object, acting=self.actor)


class UnarchivePage(_ChangeState):
    """Take it back."""

    confirm_label = _("Take out of the archive")
    success_message = _("The school is out of the archive and suspended.")

    def get_title(self) -> Text:
        return _("Take “%(name)s” out of the archive") % {"name": self.object.short_name}

    def get_consequences(self) -> Iterable[Text]:
        return [_("It is suspended then: its address stays closed until the school is resumed.")]

    def perform(self) -> School:
        return actions.unarchive_school(school=self.object, acting=self.actor)


class RetryPage(OfSchool, ActionPage):
    """Start the creation again where it stopped."""

    def get_cancel_url(self) -> str:
        return school_url(self.object)

    def perform(self) -> Job:
        return actions.retry_opening(school=self.object, acting=self.actor)

    def get_success_url(self, result: Job) -> str:
        return reverse("jobs:show", kwargs={"job": result.pk})
