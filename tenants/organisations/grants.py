"""What a school's database role may do with the places of the installation: see them, and declare its own terms."""

SCHOOLS_MAY = {
    "Municipality": "SELECT",
    "School": "SELECT",
    "Domain": "SELECT",
    "SchoolTerms": "SELECT, INSERT, UPDATE",
}
