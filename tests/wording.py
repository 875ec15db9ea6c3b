"""How much of what was said was understood."""

import re

from creator_app.core.transcript import is_ideograph


def words_of(text):
    """Return the words of a text without case and punctuation; ideographs one by one."""
    spaced = "".join(f" {char} " if is_ideograph(char) else char for char in text.casefold())
    return re.sub(r"[^\w' ]+", " ", spaced).split()


def word_error_rate(said, heard):
    """Return the edits that lead from what was said to what was heard, a word said."""
    said, heard = words_of(said), words_of(heard)
    costs = list(range(len(heard) + 1))
    for row, word in enumerate(said, 1):
        before, costs[0] = costs[0], row
        for column, other in enumerate(heard, 1):
            change = before + (word != other)
            before, costs[column] = costs[column], min(change, before + 1, costs[column] + 1)
            costs[column] = min(costs[column], costs[column - 1] + 1)
    return costs[-1] / max(1, len(said))
