"""The channel of e-mail."""

from __future__ import annotations

import smtplib

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from .channels import Message, NotDelivered

LASTING = range(500, 600)


class MailChannel:
    """Django's mail. A repeated message bears the same Message-ID; programs see that nobody waits for an answer."""

    def send(self, message: Message) -> None:
        """Hand the mail to the server."""
        try:
            compose(message).send()
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _words in error.recipients.values()]
            lasting = bool(codes) and all(code in LASTING for code in codes)
            raise NotDelivered(f"SMTP {max(codes, default=0)}", lasting=lasting) from error
        except smtplib.SMTPDataError as error:
            raise NotDelivered(f"SMTP {error.smtp_code}", lasting=error.smtp_code in LASTING) from error
        except OSError as error:
            raise NotDelivered(type(error).__name__, lasting=False) from error


def compose(message: Message) -> EmailMultiAlternatives:
    """The mail of a message."""
    headers = {
        "Message-ID": f"<{message.letter}@{settings.BASE_DOMAIN}>",
        "Auto-Submitted": "auto-generated",
    }
    if message.turn_off:
        headers["List-Unsubscribe"] = f"<{message.turn_off}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = EmailMultiAlternatives(message.title, message.text, to=[message.address], headers=headers)
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    return mail
