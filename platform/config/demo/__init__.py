"""The demo region: five schools with real regulations and invented people, told through the real actions.

Everything is deterministic: the same seed makes the same people, pairs and meetings (relative to today).
"""
