"""Pages: the agenda, hours, proposals, series, what is written of a meeting, calendars, calls for help."""
