"""Pages of the school's year."""
