"""Plain Dutch: where a text is hard to read, and what would be easier. It never blocks.

The browser sends the texts as it shows them, block by block, and gets places in just those; so
nothing has to be put into the text to mark it. Without script a page of its own shows the marks.
"""

import json
from collections import Counter
from itertools import pairwise

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from blog import html
from blog.language import coach

REPORT = "admin/blog/article/_coach_report.html"
NAMES = {  # one, more
    coach.Kind.LONG: ("lange zin", "lange zinnen"),
    coach.Kind.PASSIVE: ("lijdende vorm", "lijdende vormen"),
    coach.Kind.WORD: ("moeilijk woord", "moeilijke woorden"),
}
MOST_BLOCKS = 5_000
MOST_SHOWN = 100  # remarks: enough for one sitting
TOO_LONG = "Deze tekst is te lang om na te kijken."
UNREADABLE = "De tekst kwam niet goed aan. Opslaan kan gewoon."


class ShowsCoach(admin.ModelAdmin):
    class Media:
        js = ["desk/coach.js"]
        css = {"all": ["desk/coach.css"]}

    def get_urls(self):
        view = self.admin_site.admin_view(self.coach)
        return [path("coach/", view, name="blog_article_coach"), *super().get_urls()]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        blocks = _blocks(obj.title, obj.summary, obj.key_points, obj.body) if obj else []
        context |= {"coach": _shown(coach.look(blocks)) if _fit(blocks) else {"is_too_long": True}}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @method_decorator(require_POST)
    def coach(self, request):
        """JSON in, JSON out; or the form of the article in, and a page with marks out."""
        if not (self.has_view_permission(request) or self.has_add_permission(request)):
            raise PermissionDenied
        if request.content_type == "application/json":
            return _answer(request.body)
        words = [request.POST.get(name, "") for name in ("title", "summary", "key_points")]
        body = request.POST.get("body", "")
        blocks = _blocks(*words, html.clean(body)) if _fit([*words, body]) else None
        if blocks is not None and not _fit(blocks):
            blocks = None
        context = self.admin_site.each_context(request) | {
            "title": "Je tekst met opmerkingen",
            "opts": self.opts,
            "coach": {"is_too_long": True},
        }
        if blocks is not None:
            report = coach.look(blocks)
            context |= {"coach": _shown(report), "blocks": _marked(blocks, report.remarks)}
        return TemplateResponse(request, "admin/blog/article/coach.html", context)


def _blocks(title, summary, key_points, body):
    lines = [title, *summary.splitlines(), *key_points.splitlines()]
    return [coach.sound(block) for block in [*lines, *coach.blocks_of(body)] if block.strip()]


def _fit(blocks):
    return len(blocks) <= MOST_BLOCKS and sum(map(len, blocks)) <= html.MOST


def _answer(body):
    try:
        blocks = json.loads(body)["blocks"]
        if not isinstance(blocks, list) or not all(isinstance(block, str) for block in blocks):
            raise TypeError
    except (ValueError, KeyError, TypeError, RecursionError):
        return JsonResponse({"error": UNREADABLE}, status=400)
    sent = [number for number, block in enumerate(blocks) if block.strip()]
    blocks = [blocks[number] for number in sent]
    if not _fit(blocks):
        return JsonResponse({"error": TOO_LONG}, status=413)
    blocks = list(map(coach.sound, blocks))
    report = coach.look(blocks)
    shown = render_to_string(REPORT, {"coach": _shown(report), "is_live": True})
    places = [[sent[block], *place] for block, *place in _places(blocks, report.remarks)]
    return JsonResponse({"html": shown, "places": places})


def _shown(report):
    """What the template needs: the figure, how many of each kind, and the first remarks."""
    found = Counter(remark.kind for remark in report.remarks)
    return {
        "reading": report.reading,
        "counts": [
            (kind.value, found[kind], names[found[kind] != 1]) for kind, names in NAMES.items()
        ],
        "remarks": [(NAMES[remark.kind][0], remark) for remark in report.remarks[:MOST_SHOWN]],
        "left": max(0, len(report.remarks) - MOST_SHOWN),
    }


def _places(blocks, remarks):
    """Where each remark stands, in the units in which a browser counts (UTF-16)."""
    widths = {}
    for remark in remarks:
        if remark.block not in widths and not blocks[remark.block].isascii():
            widths[remark.block] = _in_utf16(blocks[remark.block])
    places = []
    for remark in remarks:
        start, end = remark.start, remark.end
        if units := widths.get(remark.block):
            start, end = units[start], units[end]
        places.append([remark.block, start, end, remark.kind])
    return places


def _in_utf16(text):
    units = [0]
    for sign in text:
        units.append(units[-1] + (2 if sign > "\uffff" else 1))
    return units


def _marked(blocks, remarks):
    """Each block cut where a mark begins or ends, and the remarks on it."""
    on = {}
    for number, remark in enumerate(remarks, start=1):
        on.setdefault(remark.block, []).append((number, remark))
    return [_pieces(text, on.get(place, [])) for place, text in enumerate(blocks)]


def _pieces(text, remarks):
    cuts = {0, len(text)}.union(*((remark.start, remark.end) for _, remark in remarks))
    pieces = []
    for start, end in pairwise(sorted(cuts)):
        kinds = {remark.kind for _, remark in remarks if remark.start < end and start < remark.end}
        ending = [number for number, remark in remarks if remark.end == end]
        classes = " ".join(f"coach-{kind}" for kind in sorted(kinds))
        pieces.append({"text": text[start:end], "classes": classes, "numbers": ending})
    said = [(number, NAMES[remark.kind][0], remark) for number, remark in remarks]
    return {"pieces": pieces, "remarks": said}
