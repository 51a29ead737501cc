"""What a school's database role may do with the norms: read them, and tell what its own regulation sets."""

SCHOOLS_MAY = {
    "LegalAct": "SELECT",
    "ParameterNorm": "SELECT",
    "RegionalDefault": "SELECT",
    "RegulationProfile": "SELECT, INSERT, UPDATE",
}
