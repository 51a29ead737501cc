"""Settings of a worker that sends its mails to a mail server, as in production, instead of showing them."""

from config.settings.dev import *  # noqa: F403  # settings stand upon settings

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
