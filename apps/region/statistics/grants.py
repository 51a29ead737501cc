"""What a school's database role may do with the region's numbers: its liaison sends its own."""

SCHOOLS_MAY = {"IndicatorSnapshot": "SELECT, INSERT, UPDATE"}
