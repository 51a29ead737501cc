"""Words of the room's script. ``{name}`` is filled in by the browser."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

TEXTS = {
    # the line, and who is there
    "lost": _("The connection is lost. It is being restored by itself; what you type is kept."),
    "offline": _("There is no network. As soon as it is back you will be in the room again."),
    "out": _("You are not a member of this room any more: the pair's work is over, or your role or sign-in has ended."),
    "replaced": _("You have opened this room in another window. Here it is closed."),
    "left": _("{name} has left or lost the connection. Stay: the room waits."),
    "nobody": _("Nobody is in the room yet."),
    "waits": _("Already in the room: {name}."),
    "waiting": _("You are in the room. The other side has not come yet."),
    "connecting": _("Connecting…"),
    "connected": _("You are connected: {name}."),
    "restoring": _("The connection with {name} is interrupted, it is being restored…"),
    "ended": _("{name} has ended the meeting."),
    # pictures
    "you": _("You"),
    "picture": _("Video: {name}"),
    "is_muted": _("microphone is off"),
    "is_hidden": _("camera is off"),
    "is_sharing": _("shares the screen"),
    # devices
    "audioinput": _("Microphone"),
    "videoinput": _("Camera"),
    "audio_refused": _(
        "The browser does not allow the microphone. Press the lock beside the address and allow it, "
        "or come in and listen only."
    ),
    "audio_none": _("No microphone was found. Plug one in, or come in and listen only."),
    "audio_busy": _("The microphone does not answer: another program may be using it. Close that, or listen only."),
    "audio_insecure": _("The browser gives a microphone only to pages at a secure address (https)."),
    "audio_gone": _("The microphone was unplugged. Choose another."),
    "video_refused": _(
        "The browser does not allow the camera. Press the lock beside the address and allow it, "
        "or come in without a camera."
    ),
    "video_none": _("No camera was found. Plug one in, or come in without a camera."),
    "video_busy": _("The camera does not answer: another program may be using it. Close that, or come in without it."),
    "video_insecure": _("The browser gives a camera only to pages at a secure address (https)."),
    "video_gone": _("The camera was unplugged. Choose another."),
    "screen_busy": _("The screen cannot be shown: the browser or the system does not allow it."),
    # quality
    "quality_good": _("The connection is good."),
    "quality_fair": _("The connection is fair: the picture may stop for moments."),
    "quality_poor": _("The connection is poor: switch the camera off, the sound will become better."),
    # notes
    "notes_typing": _("Not saved yet…"),
    "notes_kept": _("Saved."),
    "notes_by": _("Changed by {name}."),
    "notes_differ": _("{name} has changed the notes meanwhile. Theirs:"),
    # refusals
    "error": _("That did not work. Please try again."),
    "error_too_fast": _("Too much at once: wait a moment."),
    "error_too_long": _("The text is too long: shorten it or send it in parts."),
    "error_too_large": _("The text is too long: shorten it or send it in parts."),
}
