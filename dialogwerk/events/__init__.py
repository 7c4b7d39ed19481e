"""Labs, workshops, conferences: programme, tables, guiding questions, personas, review.

Must not know what an idea is: what arose at an event are entries whose origin it is.
"""
