"""Region sets, regions, municipalities, place search, point in region, the grid of the map.

Must not know any dialogue.
"""
