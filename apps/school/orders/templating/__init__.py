"""The school's own DOCX templates of orders: what may stand in them, how they are checked, printed and previewed."""
