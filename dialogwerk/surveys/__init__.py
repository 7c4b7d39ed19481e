"""Stimmungsbild: short surveys and statements, what came out, and groups of opinion.

A survey is an entry like any other public thing. This room knows no live labs and no challenges. Who answered is
nobody's business: answers hang on a participation, and only a hash of a key leads back to it.
"""
