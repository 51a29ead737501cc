"""The school's regulation on paper: its DOCX and PDF, and the order that approves it.

The text is written by ``regulation.act``; here it becomes files and gets its order.
"""
