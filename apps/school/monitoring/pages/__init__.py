"""Pages: the school's indicators, runs, measurements, reports, data for statistics."""
