"""Pages of notices: the inbox, the settings, messengers, turning mails off, the office's list."""
