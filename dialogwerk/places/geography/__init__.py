"""The ground the maps stand on: municipalities, region sets, outlines and the grid.

Pure Python without Django. ``build`` turns public npm packages into compact data files once, at set-up;
``lookup``, ``grid``, ``storage`` and ``region_sets`` serve the running application.
"""
