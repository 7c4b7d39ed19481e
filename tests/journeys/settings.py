"""The product's own settings, but nobody is too fast: a hundred journeys come from one address and few people.

On a fast machine more than ten of them hand in an idea within ten minutes. What limits do is tested without a browser
(tests/ideas/test_submission.py, tests/attacks/test_guests.py).
"""

from dialogwerk.config.settings import *  # noqa: F403

RATELIMIT_ENABLE = False
