"""Labs, workshops, conferences: programme, tables, guiding questions, personas, review.

Must not know the ideas that arise there.
"""
