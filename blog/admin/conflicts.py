"""Two editors on one article: what the second is shown, and the form that holds the work of both.

Nothing here saves. It turns what was sent into what the form is to show.
"""

import re
from dataclasses import dataclass

from django import forms
from django.utils.formats import date_format

from blog import differences, html, merging, moments
from blog.models import Article
from blog.querysets import EDITED

LINKS = {"topics": "topic_ids", "help_cards": "help_card_ids"}
# Whether it stands online: what is stored counts, so that a page that stood open takes nobody's
# withdrawal back.
STORED_FIRST = ("publish_at", "withdraw_at")
LONGEST_MOMENT = 60
NUMBER = re.compile(r"\d{1,9}")
BLOCK_ENDS = re.compile(r"</(?:p|h[2-4]|li|blockquote|figcaption|tr|caption)>|<br>|<hr>")


@dataclass(frozen=True)
class Saving:
    """Who made the version that is stored, and when; both may be unknown."""

    by: str
    at: object

    @property
    def By(self):
        return self.by[:1].upper() + self.by[1:]

    @property
    def when(self):
        return moments.in_words(self.at) if self.at else ""


def version_number(text):
    """As a form sends it; None for what can be none."""
    return int(text) if text and text.isascii() and NUMBER.fullmatch(text) else None


def last_saving(article_id, version, *, reader):
    rows = _rows(article_id, version).select_related("history_user")
    row = rows.only("history_date", "history_user__first_name", "history_user__last_name").first()
    if row is None:
        return Saving("een collega", None)
    if row.history_user == reader:
        return Saving("iemand met jouw account", row.history_date)
    return Saving(row.history_user.name if row.history_user else "een collega", row.history_date)


@dataclass(frozen=True)
class Point:
    """One field that both changed, in words."""

    name: str
    label: str
    theirs: str  # to read whole
    mine: str
    differences: list  # from theirs to mine
    is_stored_first: bool


class Meeting:
    """What an editor sent from a version that is no longer the one stored.

    `form` is the unbound form of the stored article, `sent` what the editor typed. Afterwards
    `sent` holds what to show: theirs where only they changed something, mine where I did. Once that
    was shown, what the editor makes of it stays: then nothing `takes`.
    """

    def __init__(self, *, form, sent, files, since, saving, takes=True):
        self.form, self.sent, self.files, self.saving = form, sent, files, saving
        self.article = form.instance
        self.since = since
        self.base = base_of(self.article.pk, since)
        names = [name for name in form.fields if name in EDITED or name in LINKS]
        theirs = {name: plain(form.initial.get(name)) for name in names}
        for name in names if self.base else ():
            if _is_same(name, self.base[name], theirs[name]):
                self.base[name] = theirs[name]
        found = merging.three_way(
            names,
            base=self.base,
            theirs=theirs,
            is_mine=self._is_mine,
        )
        self.both = [self._point(name) for name in found.both]
        self.taken = [form.fields[name].label for name in found.taken]
        if not takes:
            return
        for name in (*found.taken, *(name for name in found.both if name in STORED_FIRST)):
            self.take(name)

    @property
    def has_base(self):
        return self.base is not None

    def take(self, name):
        """Put what is stored in the place of what was typed."""
        field, value = self.form.fields[name], self.form.initial.get(name)
        widget = field.widget
        if isinstance(widget, forms.MultiWidget):
            parts = widget.decompress(value)
            for suffix, part, one in zip(widget.widgets_names, parts, widget.widgets, strict=True):
                self.sent[name + suffix] = one.format_value(part) or ""
        elif isinstance(value, list):
            self.sent.setlist(name, [str(pk) for pk in field.prepare_value(value)])
        elif isinstance(field, forms.ModelChoiceField):
            self.sent[name] = str(value or "")
        else:
            self.sent[name] = widget.format_value(value) or ""

    def settle(self, name):
        """The editor chose theirs for this one."""
        if any(point.name == name for point in self.both):
            self.take(name)
            self.both = [point for point in self.both if point.name != name]

    @property
    def set_aside(self):
        """Of each moment that gave way to the stored one what was typed, this time or before."""
        mine = {point.name: point.mine for point in self.both if point.is_stored_first}
        for name in STORED_FIRST:
            label = self.form.fields[name].label if name in self.form.fields else ""
            words = mine.get(name) or self.sent.get(f"set_aside-{name}", "")[:LONGEST_MOMENT]
            if label and words:
                yield {"name": name, "label": label, "words": words, "is_new": name in mine}

    def _is_mine(self, name, value):
        field, typed = self.form.fields[name], self._typed(name)
        if isinstance(value, str) and isinstance(typed, str):
            if name == "body":
                if html.is_too_long(typed):  # the form refuses it
                    return False
                return html.same_content(html.clean(typed), value)
            # A browser sends every line break as two signs.
            return typed.replace("\r\n", "\n").strip() == value.replace("\r\n", "\n").strip()
        if hasattr(value, "microsecond"):  # which no field shows
            value = value.replace(microsecond=0)
        return not field.has_changed(value, typed)

    def _typed(self, name):
        return self.form.fields[name].widget.value_from_datadict(self.sent, self.files, name)

    def _point(self, name):
        field = self.form.fields[name]
        try:
            mine = field.clean(self._typed(name))
        except forms.ValidationError:
            mine = self._typed(name)
        if isinstance(field, forms.ModelMultipleChoiceField):
            theirs = field.queryset.filter(pk__in=plain(self.form.initial[name]))
        elif isinstance(field, forms.ModelChoiceField):
            theirs = field.queryset.filter(pk=self.form.initial[name]).first()
        else:
            theirs = self.form.initial[name]
        in_words, texts = (in_lines, _clean) if name == "body" else (words, words)
        found = []
        if name != "body" or not html.is_too_long(mine):
            found = differences.of_fields(
                {name: texts(theirs)}, {name: texts(mine)}, labels={name: field.label}
            )
        texts = (in_words(theirs), in_words(mine))
        return Point(name, field.label, *texts, found, name in STORED_FIRST)


def base_of(article_id, version):
    """What the fields held in this version; None when no row tells."""
    if version is None or (row := _rows(article_id, version).first()) is None:
        return None
    fields = {name: getattr(row, Article._meta.get_field(name).attname) for name in EDITED}
    return fields | {name: sorted(getattr(row, keys)) for name, keys in LINKS.items()}


def _is_same(name, one, other):
    """However the editor or the browser of the other wrote it out."""
    if not isinstance(one, str) or not isinstance(other, str):
        return one == other
    return html.same_content(one, other) if name == "body" else one.split() == other.split()


def _rows(article_id, version):
    """The first is how that version was: a save that changes nothing keeps no row."""
    rows = Article.history.filter(id=article_id, version__lte=version)
    return rows.order_by("-version", "-history_id")


def plain(value):
    """Linked rows as their keys, as a version has them."""
    return sorted(row.pk for row in value) if isinstance(value, list) else value


def words(value):
    """A value as an editor reads it."""
    if hasattr(value, "hour"):
        return moments.in_words(value)
    if hasattr(value, "year"):
        return date_format(value, "l j F Y")
    if isinstance(value, (list, tuple)):
        return " ".join(str(part or "") for part in value).strip()
    if hasattr(value, "model"):
        return "\n".join(sorted(map(str, value)))
    return "" if value is None else str(value)


def _clean(body):
    return html.clean(str(body or ""))


def in_lines(body):
    """The words of a text, a line per paragraph; of one that is too long all that was typed."""
    if html.is_too_long(body):
        return body
    lines = BLOCK_ENDS.sub("\n", _clean(body)).split("\n")
    return "\n".join(filter(None, map(html.text, lines)))
