"""The live room: boards at the tables of an event, cards, dots, rounds and the wall.

Owns what happens in the room and until it is published. Knows events and ideas below; knows nothing of registrations
and synthesis. What a device sends is a list of operations (`operations.py`); how they become cards, in whatever order
they arrive, is pure (`merging.py`); `actions.sync` is the one place that writes them.
"""
