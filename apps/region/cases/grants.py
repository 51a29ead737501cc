"""What a school's database role may do with cases: its liaison writes them, answers reviews and adopts others'."""

SCHOOLS_MAY = {
    "PracticeCase": "SELECT, INSERT, UPDATE",
    "CaseReview": "SELECT",
    "CaseAdoption": "SELECT, INSERT, UPDATE",
}
