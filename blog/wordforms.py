"""Which words articles use: looked up by beginning, by end, and by what was mistyped.

Kept in the transaction that saves an article; words are never taken out, but only those that a
published article has are found (see WordForm).
"""

import re
from collections import defaultdict

from django.apps import apps
from django.db import connection

from . import words
from .fields import StemsField
from .layers import layers

BEGINS, ENDS, NEAR, PART = "begins", "ends", "near", "part"
SHORTEST_BEGIN = 3
SHORTEST_END = 4  # angst in faalangst, rouw in nachtrouw
SHORTEST_NEAR = 4
SHORTEST_PART = 4
SHORT = 6  # up to so many letters, two words may differ in one
LONG = 8  # from so many letters on, two of them may be wrong
HEAD = 7  # the letters in which a slip is looked for; the rest is compared afterwards
MOST_BEGIN, MOST_END, MOST_NEAR, MOST_COMPARED = 16, 10, 6, 100
MOST_NEW = 3_000  # words that one article brings
AT_ONCE = 5_000
ALL = 10**9
# Ways to write one sound, in the order in which they are made one.
SOUNDS = [
    *(("ch", "g"), ("ph", "f"), ("th", "t"), ("ij", "ei"), ("y", "i"), ("au", "ou")),
    *(("c", "k"), ("x", "ks"), ("z", "s"), ("v", "f"), ("dt", "t"), ("d", "t")),
]
TWICE = re.compile(r"(.)\1+")


def learn(articles, into=None):
    """Add the words of these articles that are not there yet: by one INSERT, said over and over.

    At most MOST_NEW for each article, far more than any has; the others at its next save, or when
    blog.derived makes all anew. Meanwhile nobody else can save, so it is not to take long.
    """
    WordForm = into or apps.get_model("blog", "WordForm")
    said = set()
    for article in articles:
        said |= layers(*(getattr(article, name) or "" for name in StemsField.of)).words
    said = sorted(said)
    most = MOST_NEW * len(articles)
    for start in range(0, len(said), AT_ONCE):
        if most <= 0:
            break
        some = said[start : start + AT_ONCE]
        known = WordForm.objects.filter(kind="w", form__in=some).values_list("form", flat=True)
        new = sorted(set(some).difference(known))[:most]
        most -= len(new)
        _add(new, WordForm)


def _add(new, WordForm):
    """Past the models: making a row of each costs more than all the rest."""
    rows = [(kind, form, word, words.stem(word)) for word in new for kind, form in _forms(word)]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {WordForm._meta.db_table} (kind, form, word, stem)"
                " VALUES (%s, %s, %s, %s)",
                rows,
            )


def look_up(typed, only):
    """For each word typed the stems of the words that BEGIN or END so, or are NEAR. One query.

    `only` is fulltext.is_said: the words that are published. Others take no place among the few
    that count, or an answer would tell of them.

    The first come first: what many articles say, an early one said already. A begin counts from
    three letters on, in the written form (`behandeli`) and by stem (`angsten` finds
    `angststoornis`). Near are words with a letter wrong; without such, the first part of a
    compound (`slaapprobleem` finds `slaap`).
    """
    parts, params = [], []
    is_said, of_said = only

    def ask(word, how, where, values, most):
        # Plus nothing, or PostgreSQL may read the whole table in the order of its key. The limit
        # that limits nothing keeps the two apart: in order first, then asked one by one until
        # there are enough.
        parts.append(
            f"SELECT * FROM (SELECT %s AS typed, %s AS how, word, stem FROM ("
            f"SELECT word, stem FROM blog_wordform WHERE {where} ORDER BY id + 0 LIMIT {ALL}"
            f") AS candidate WHERE {is_said} LIMIT {most}) AS part{len(parts)}"
        )
        params.extend([word, how, *values, *of_said])

    for word in typed:
        stem = words.stem(word)
        for begin in _begins(word, stem):
            span = (begin, begin + "z" * words.LONGEST)
            ask(word, BEGINS, "kind = 'w' AND form BETWEEN %s AND %s", span, MOST_BEGIN)
        if len(stem) >= SHORTEST_END:
            span = (stem[::-1] + "0", stem[::-1] + "z" * words.LONGEST)
            ask(word, ENDS, "kind = 't' AND form BETWEEN %s AND %s", span, MOST_END)
        if _may_be_mistyped(word):
            slips = sorted(_slips(word))
            ask(word, NEAR, f"kind = 's' AND form IN ({_places(slips)})", slips, MOST_COMPARED)
            parts_of = [word[:end] for end in range(SHORTEST_PART, len(word) - 2)]
            if parts_of:
                where = f"kind = 'w' AND form IN ({_places(parts_of)})"
                ask(word, PART, where, parts_of, words.LONGEST)
    found = {word: {BEGINS: [], ENDS: [], NEAR: []} for word in typed}
    if not parts:
        return found
    seen = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        for word, how, other, stem in cursor.fetchall():
            seen[word, how].add((other, stem))
    for word, stems in found.items():
        own = words.stem(word)
        stems[BEGINS] = [stem for _, stem in seen[word, BEGINS]]
        stems[ENDS] = [stem for _, stem in seen[word, ENDS] if words.is_compound(stem, own)]
        stems[NEAR] = _nearest(word, seen[word, NEAR]) or _longest(seen[word, PART])
    return found


def sound(word: str) -> str:
    """As it is heard, more or less: who doubts how to spell `psychologe` writes `psygoloog`."""
    for letters, heard in SOUNDS:
        word = word.replace(letters, heard)
    return TWICE.sub(r"\1", word)


def distance(one: str, other: str) -> int:
    """How many letters are wrong, missing, too many or changed places (optimal alignment).

    In a short word another letter is another word: cafe is not care, and a klacht no kracht.
    """
    other_letter = 1 if len(one) > SHORT else 2
    before, row = [], list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        older, before, row = before, row, [i]
        for j, beside in enumerate(other, start=1):
            cost = min(
                row[-1] + 1, before[j] + 1, before[j - 1] + other_letter * (letter != beside)
            )
            if i > 1 and j > 1 and (letter, one[i - 2]) == (other[j - 2], beside):
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _forms(word):
    stem = words.stem(word)
    yield "w", word
    if len(stem) >= SHORTEST_END + SHORTEST_BEGIN:
        yield "t", stem[::-1]
    if _may_be_mistyped(word):
        for slip in sorted(_slips(word)):
            yield "s", slip


def _begins(word, stem):
    begins = {word} if len(word) >= SHORTEST_BEGIN else set()
    if len(stem) > SHORTEST_BEGIN:
        begins.add(stem)
    if any(word.startswith(begin) and begin != word for begin in begins):
        begins.discard(word)
    return sorted(begins)


def _may_be_mistyped(word):
    return len(word) >= SHORTEST_NEAR and word.isalpha() and word not in words.STOP_WORDS


def _slips(word):
    head = sound(word)[:HEAD]
    return {head} | {head[:at] + head[at + 1 :] for at in range(len(head))}


def _nearest(word, others):
    """By sound; of those as near by spelling as the nearest."""
    heard = sound(word)
    most = 2 if len(word) >= LONG else 1
    far = [
        (distance(heard, sound(other)), distance(word, other), other, stem)
        for other, stem in others
        if other != word
    ]
    near = sorted(one for one in far if one[0] <= most)
    return [stem for *far, _, stem in near if far == list(near[0][:2])][:MOST_NEAR]


def _longest(parts):
    return [stem for _, stem in sorted(parts, key=lambda part: len(part[0]))[-1:]]


def _places(values):
    return ", ".join(["%s"] * len(values))
