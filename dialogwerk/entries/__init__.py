"""The spine: the public card of everything in a dialogue, the links between cards (the trail), what is said to it.

Also moderation, search and attachments. It must not know the detail sheets of the rooms above.
"""
