"""Two editors on one article: which related articles each pinned or blocked, brought together."""

import re

from blog import merging
from blog.models import RelatedArticle

PREFIX = "related_picks"
NUMBER = re.compile(r"[0-9]{1,3}")
PICK = re.compile(r"([0-9]{1,18}):(pin|block):([0-9]{1,5})")


def picks_of(article_id):
    rows = RelatedArticle.objects.filter(article=article_id)
    return {
        str(related): (row, choice, str(position))
        for row, related, choice, position in rows.values_list(
            "pk", "related", "choice", "position"
        )
    }


def written(picks):
    """For a hidden field: what the page showed."""
    return ",".join(f"{key}:{choice}:{place}" for key, (choice, place) in sorted(picks.items()))


def read(text):
    """None for what nobody wrote here."""
    found = [PICK.fullmatch(part) for part in text.split(",")] if text else []
    if not all(found):
        return None
    return {match[1]: (match[2], match[3]) for match in found}


def merge_picks(sent, stored):
    """Make the rows that were sent fit those that are stored; True when mine are not all as I left
    them, or theirs are more."""
    total = sent.get(f"{PREFIX}-TOTAL_FORMS", "")
    if not NUMBER.fullmatch(total):
        return False
    mine, removed = {}, set()
    for row in range(int(total)):
        at = f"{PREFIX}-{row}-"
        key = sent.get(f"{at}related", "")
        if not key:
            continue
        if sent.get(f"{at}DELETE"):
            removed.add(key)
        else:
            mine[key] = (sent.get(f"{at}choice", ""), sent.get(f"{at}position", ""))
    theirs = {key: (choice, place) for key, (_, choice, place) in stored.items()}
    base = read(sent.get("shown_picks", "x"))
    merged = merging.rows(base=base, theirs=theirs, mine=mine)
    kept = [key for key in theirs if key in merged or key in removed]
    kept += [key for key in theirs if key not in kept]  # gone from mine without a tick
    new = [key for key in merged if key not in theirs]
    for name in [name for name in sent if name.startswith(f"{PREFIX}-") and name[-6:] != "_FORMS"]:
        del sent[name]
    for row, key in enumerate([*kept, *new]):
        at = f"{PREFIX}-{row}-"
        choice, place = merged.get(key) or theirs[key]
        sent[f"{at}related"], sent[f"{at}choice"], sent[f"{at}position"] = key, choice, place
        if key in theirs:
            sent[f"{at}id"] = str(stored[key][0])
        if key in theirs and key not in merged:
            sent[f"{at}DELETE"] = "on"
    blank = f"{PREFIX}-{len(kept) + len(new)}-"  # one more to fill, as the page had
    sent[f"{blank}choice"], sent[f"{blank}position"] = RelatedArticle.Choice.PIN.value, "0"
    sent[f"{PREFIX}-INITIAL_FORMS"] = str(len(kept))
    sent[f"{PREFIX}-TOTAL_FORMS"] = str(len(kept) + len(new) + 1)
    return merged != mine
