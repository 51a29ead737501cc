"""From a spreadsheet to people: naming the columns of a file, understanding its rows, planning what changes.

Everything here is pure but ``plan.known_people``: nothing writes. ``actions.staff_imports`` does.
"""
