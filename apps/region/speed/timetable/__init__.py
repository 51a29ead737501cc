"""The timetable of an event: frozen data in, frozen data out. Knows no tables, no regulation, no people.

OR-tools and SciPy take seconds to import: pages and actions import from here inside the function that needs it.
``problem`` alone is light.
"""
