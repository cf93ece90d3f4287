"""Writes the bundled example data in the import contract: one published pilot, invented cases and published figures.

Refuses to hold anything about a real person: pilot clients are invented so that their published totals come out exactly.
"""
