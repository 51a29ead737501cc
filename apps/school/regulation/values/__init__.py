"""The 18 types of parameter values: what is valid, and how a value reads to people."""
