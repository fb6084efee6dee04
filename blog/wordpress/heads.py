"""Titles, summaries and what search engines show: plain text, and never longer than it may be.

Pure; knows no Django.
"""

import re

from blog import html

# %%title%% of Yoast, %title% of Rank Math.
VARIABLE = re.compile(r"%%(\w+)%%|%(\w+)%")
SEPARATORS = "-–—|·•:»/"
SENTENCE = re.compile(r"[.!?…][\"”’)]*(?=\s)")
PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
SUMMARY = 300  # about two sentences


def plain(text: str) -> str:
    """On one line, without tags, entities and signs that nobody sees."""
    return html.UNSEEN.sub("", html.text(text)).strip()


def cut(text: str, most: int) -> str:
    """At most so many signs, ended after a whole word."""
    if len(text) <= most:
        return text
    short = text[: most - 1]
    whole = short.rpartition(" ")[0] if not text[most - 1].isspace() else short
    return f"{(whole or short).rstrip(' ,;:-–')}…"


def first_sentences(body: str, most: int = SUMMARY) -> str:
    """The start of the first paragraph of a text, in whole sentences where that can be."""
    paragraphs = map(plain, PARAGRAPH.findall(body))
    text = next((paragraph for paragraph in paragraphs if len(paragraph) > 1), "")
    if len(text) <= most:
        return text
    ends = [match.end() for match in SENTENCE.finditer(text) if match.end() <= most]
    return text[: ends[-1]] if ends else cut(text, most)


def resolved(text: str, values: dict[str, str]) -> str:
    """A title or description of Yoast or Rank Math with its variables filled in; those that we do
    not know are left out, with the separator that stood beside them."""
    text = VARIABLE.sub(lambda match: _value((match[1] or match[2]).lower(), values), text)
    words = plain(text).split(" ")
    out: list[str] = []
    for word in words:
        if word in SEPARATORS and (not out or out[-1] in SEPARATORS):
            continue
        out.append(word)
    while out and out[-1] in SEPARATORS:
        out.pop()
    return " ".join(out)


def _value(name: str, values: dict[str, str]) -> str:
    return " - " if name == "sep" else values.get(name, "")
