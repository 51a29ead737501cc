"""Pages of programmes, phone first for mentor and mentee."""
