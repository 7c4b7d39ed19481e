"""The frame of a dialogue: owner, process, phases, vocabularies, regions, team, committees.

Must not know what is said in it.
"""
