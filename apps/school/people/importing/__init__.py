"""From a spreadsheet to people: reading a file, naming its columns, understanding its rows, planning what changes.

Everything here is pure but ``plan.known_people``: nothing writes. ``actions.staff_imports`` does.
"""
