"""Pages: the questionnaires and their questions, the surveys, answering, results."""
