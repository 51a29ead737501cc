"""Rewards: the order on them, the extract for the attestation, the memo on payments.

They stand in the room of the roadmap because they are the work of its closing stage, are made once a period of it, and
read what the rooms below hold (pairs, programmes, orders); an app of their own would hold one table.
"""
