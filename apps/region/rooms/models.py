"""Rooms: who may be met where, what was said and written there, who was there with their own consent."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.models import TimeStamped, new_uuid
from tenants.isolation.scoping import ScopedManager
from tenants.organisations.models import School


class Room(TimeStamped):
    """A room of one subject of an app above (a remote pair, a meeting of an event).

    ``subject``: the app's own id as text; ``provider``: by what people see each other; ``link``: the address of an
    external provider's room.
    """

    id = models.UUIDField(primary_key=True, default=new_uuid, editable=False)
    kind = models.CharField(max_length=30)
    subject = models.CharField(max_length=40)
    provider = models.CharField(_("means of video"), max_length=20, default="builtin")
    link = models.URLField(_("link"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["-created_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "subject"], name="room_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class RoomPerson(TimeStamped):
    """Somebody who has been in a room. ``key``: steady in this room; ``school``: None for a guest of none."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="people")
    key = models.CharField(max_length=40)
    name = models.CharField(_("name of the person"), max_length=200)
    role = models.CharField(_("role"), max_length=12)
    school = models.ForeignKey(School, models.PROTECT, related_name="+", null=True, verbose_name=_("school"))

    objects = ScopedManager["RoomPerson"]("school")

    class Meta:
        verbose_name = _("person in a room")
        verbose_name_plural = _("people in rooms")
        ordering = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["room", "key"], name="room_person_once")
        ]

    def __str__(self) -> str:
        return self.name


class Sitting(TimeStamped):
    """A meeting in a room: from the first who enters to «end the meeting». A room has one at a time.

    ``met_at``: when two were there at once for the first time, whether they are recorded or not.
    """

    room = models.ForeignKey(Room, models.CASCADE, related_name="sittings")
    started_at = models.DateTimeField(_("began"))
    met_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        verbose_name = _("meeting in a room")
        verbose_name_plural = _("meetings in rooms")
        ordering = ["-started_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["room"], condition=Q(ended_at__isnull=True), name="room_one_sitting"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("started_at")), name="room_sitting_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room_id} {self.started_at:%Y-%m-%d %H:%M}"


class Attendance(models.Model):
    """A stretch of time in a meeting, of somebody who agreed to be recorded: who refused has none.

    ``seen_at``: the last sign of life; it ends a stretch whose process or network died.
    """

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="attendance")
    person = models.ForeignKey(RoomPerson, models.CASCADE, related_name="attendance")
    came_at = models.DateTimeField(_("came"))
    seen_at = models.DateTimeField(_("last seen"))
    left_at = models.DateTimeField(_("left"), null=True)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        ordering = ["came_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["sitting", "person"], condition=Q(left_at__isnull=True), name="room_here_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.came_at:%H:%M}"


class RoomMessage(models.Model):
    """A line of the chat, which stays with the room. ``key``: the sender's own, so that sending again says it once."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="messages")
    author = models.ForeignKey(RoomPerson, models.CASCADE, related_name="messages")
    key = models.UUIDField()
    text = models.TextField(_("text"), max_length=2000)
    created_at = models.DateTimeField(_("sent"))

    class Meta:
        verbose_name = _("message in a room")
        verbose_name_plural = _("messages in rooms")
        ordering = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["author", "key"], name="room_message_once")
        ]

    def __str__(self) -> str:
        return f"{self.author_id}: {self.text[:50]}"


class NoteVersion(models.Model):
    """A version of a meeting's shared notes. The next number is free once: who comes second sees both texts."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="notes")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(RoomPerson, models.CASCADE, related_name="notes")
    text = models.TextField(_("notes"), blank=True, max_length=20000)
    created_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("version of notes")
        verbose_name_plural = _("versions of notes")
        ordering = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["sitting", "number"], name="room_note_number")
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id} {self.number}"


class RoomFile(models.Model):
    """A file that one of the people has put into the room."""

    id = models.UUIDField(primary_key=True, default=new_uuid, editable=False)
    room = models.ForeignKey(Room, models.CASCADE, related_name="files")
    author = models.ForeignKey(RoomPerson, models.CASCADE, related_name="files")
    file = models.FileField(_("file"), upload_to="rooms/")
    title = models.CharField(_("title"), max_length=200)
    size = models.PositiveIntegerField(_("bytes"))
    created_at = models.DateTimeField(_("added"))

    class Meta:
        verbose_name = _("file in a room")
        verbose_name_plural = _("files in rooms")
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return self.title


class GuestPass(TimeStamped):
    """A personal link for somebody without an account. ``digest``: of its token; it lets in once."""

    id = models.UUIDField(primary_key=True, default=new_uuid, editable=False)
    room = models.ForeignKey(Room, models.CASCADE, related_name="passes")
    name = models.CharField(_("name of the person"), max_length=200)
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used"), null=True)
    revoked_at = models.DateTimeField(_("taken back"), null=True)

    class Meta:
        verbose_name = _("guest's link")
        verbose_name_plural = _("guests' links")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name
