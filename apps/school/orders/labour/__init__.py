"""The labour pack of article 351.8 of the Labour Code: consent, supplementary agreement, notice of an early end.

The article speaks of an employee who helps another employee at the same employer: pairs of others have no pack.
"""
