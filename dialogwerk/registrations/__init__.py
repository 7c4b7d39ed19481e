"""Registration for events and the door: who comes, who waits, who is there.

Owns all personal data of the people who come to an event, so that it stays in one place and goes away together. Knows
`events`; must not know what happens in the room (labs) or what came of it (ideas).
"""
