"""What every room stands on: permission names and the gate, audit, errors, mail, jobs, text.

Knows nothing of people, places or dialogues.
"""
