"""The spine: the public card of everything in a dialogue, the links between cards (the trail), comments, ratings, moderation, search."""
