"""Brings an export in: the verbs. Each item in a transaction of its own, so that a run that was
broken off goes on where it was, and a second one changes nothing."""

import hashlib
import json
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from blog import history, html, pictures
from blog.models import Article, Imported, Page
from blog.slugs import ARTICLE_RESERVED, PAGE_RESERVED

from . import planning
from .addresses import Addresses
from .heads import cut, first_sentences, plain, resolved
from .markup import Shown, TooLong, convert
from .planning import free_slug
from .reading import Site, items
from .report import Report
from .shelves import Shelves, slug_from
from .uploads import NotThere, Uploads, name_in

REASON = "Ingelezen"
NOT_WRITTEN = f"/media/pictures/{'0' * 32}/origineel.jpg"  # of a dry run
COMPARED = {
    Article: (
        "title", "slug", "summary", "key_points", "body", "sources", "picture_id", "picture_alt",
        "picture_caption", "author_id", "meta_title", "meta_description", "publish_at",
        "withdraw_at",
    ),
    Page: ("title", "slug", "description", "body", "position", "is_in_footer"),
}  # fmt: skip


def bring_in(path, *, uploads=None, with_tags=False, author="", is_dry=False, progress=None):
    """Everything of the file that has a place here; a Report of what became of it.

    Raises reading.Malformed before anything is written. A dry run reports the same.
    """
    zone = ZoneInfo(settings.TIME_ZONE)
    plan = planning.make(path, now=timezone.now(), zone=zone)
    move = _Move(plan, Uploads(uploads), with_tags=with_tags, author=author, is_dry=is_dry)
    move.settle_addresses()
    done = 0
    for item in items(path, Site()):
        planned = plan.planned.get(item.id)
        if planned and planned.item.line == item.line:
            move.take(planned, item)
            done += 1
            if progress:
                progress(done, len(plan.planned))
    return move.report


class _Move:
    def __init__(self, plan, uploads, *, with_tags, author, is_dry):
        self.plan = plan
        self.uploads = uploads
        self.with_tags = with_tags
        self.is_dry = is_dry
        self.report = Report()
        self.addresses = Addresses(plan.site)
        self.prefix = f"{self.addresses.host}{self.addresses.root}"[:300]
        self.shelves = Shelves(
            plan, self.addresses, self.report, self.prefix, author=author, is_dry=is_dry
        )
        rows = Imported.objects.filter(source__startswith=f"{self.prefix} ")
        self.known = {row.source: row for row in rows.select_related("picture")}
        self.by_token = {
            row.picture.token: row.picture for row in self.known.values() if row.picture
        }
        self.by_file = {name_in(one.file): one for one in plan.attachments.values()}
        self.slugs = {}
        for line in plan.not_taken:
            self.report.say("niet overgenomen", line)

    # Before the first text: every address is known, also of what comes later in the file ---------

    def settle_addresses(self):
        here = {
            Article: dict(Article.objects.order_by().values_list("pk", "slug")),
            Page: dict(Page.objects.order_by().values_list("pk", "slug")),
        }
        taken = {
            Article: {*here[Article].values(), *ARTICLE_RESERVED},
            Page: {*here[Page].values(), *PAGE_RESERVED},
        }
        for planned in self.plan.planned.values():
            row = self.known.get(self._source("post", planned.item.id))
            model = Page if (row.page_id if row else planned.is_page) else Article
            if row:
                slug = here[model].get(row.page_id or row.article_id)
                if slug is None:
                    continue  # thrown away here
            else:
                slug = self._new_slug(planned, taken[model])
            self.slugs[planned.item.id] = slug
            self.addresses.lead(self._old_paths(planned), model(slug=slug).get_absolute_url())
        self._settle_shelves()

    def _new_slug(self, planned, taken):
        wanted = slug_from(planned.item.slug, planned.item.title, f"stuk-{planned.item.id}")
        slug = free_slug(wanted, lambda slug: slug not in taken)
        taken.add(slug)
        if slug != wanted:
            self.report.say("adres", f"{planned.name}: {wanted} kon niet, het werd {slug}")
        return slug

    def _settle_shelves(self):
        used = {term: 0 for planned in self.plan.planned.values() for term in planned.item.terms}
        self.shelves.settle(
            [term for term in used if self._is_topic(term)],
            sorted({planned.item.login for planned in self.plan.planned.values()}),
        )
        for planned in self.plan.planned.values():
            for term in planned.item.terms:
                used[term] += 1
        for term, count in used.items():
            if not self._is_topic(term):
                what = {"post_tag": "trefwoord", "category": "categorie"}.get(term.kind, term.kind)
                line = f"{what} “{plain(term.name)[:80]}” (bij {count})"
                self.report.say("niet overgenomen", line)

    def _is_topic(self, term):
        if term.kind == "category":
            return term.slug not in planning.NO_CATEGORY
        return term.kind == "post_tag" and self.with_tags

    def _old_paths(self, planned):
        numbers = self.plan.hanging.get(planned.item.id, ())
        attachments = [self.plan.attachments[number] for number in numbers]
        return self.addresses.of_item(planned.item, attachments)

    def _source(self, kind, name):
        return f"{self.prefix} {kind} {name}"[:500]

    # One item -----------------------------------------------------------------------------------

    def take(self, planned, item):
        what = "pagina's" if planned.is_page else "artikelen"
        source = self._source("post", item.id)
        row = self.known.get(source)
        thing = row and (row.article or row.page)
        if row and thing is None:
            self.report.took(what, "removed")
            self.report.say("niet overgenomen", f"{planned.name}: is hier weggegooid")
            return
        for note in planned.notes:
            self.report.say("anders", f"{planned.name}: {note}")
        try:
            values, topics, found = self._values(planned, item)
        except TooLong:
            self.report.say("niet overgenomen", f"{planned.name}: is te lang")
            return
        theirs = _digest(item.digest, self.shelves.name(item.login), self.with_tags, found)
        if thing is None:
            self.report.took(what, "new")
            if not self.is_dry:
                model = Page if planned.is_page else Article
                thing = model(slug=self.slugs[item.id])
                self._keep(planned, thing, values, topics, Imported(source=source), theirs)
            return
        if row.digest[:32] == theirs:
            self.report.took(what, "same")
        elif row.digest[32:] != _state(thing) or isinstance(thing, Page) != planned.is_page:
            self.report.took(what, "same")
            self.report.say("hier gewijzigd", planned.name)
        elif isinstance(thing, Article) and thing.reviewed_at:
            # Somebody here answers for these words, and read no others.
            self.report.took(what, "same")
            self.report.say("hier gewijzigd", f"{planned.name}: is hier afgetekend")
        else:
            self.report.took(what, "changed")
            if not self.is_dry:
                self._keep(planned, thing, values, topics, row, theirs)

    @transaction.atomic
    def _keep(self, planned, thing, values, topics, row, theirs):
        """Save one article or page with all that hangs on it."""
        for name, value in values.items():
            setattr(thing, name, value)
        if isinstance(thing, Article):
            kind = "+" if thing._state.adding else "~"
            with history.as_one(thing, reason=REASON, kind=kind):
                thing.save()
                thing.topics.set(topics)
            target = {"article": thing}
        else:
            thing.save()
            target = {"page": thing}
        if planned.changed_at:  # readers see when it last changed, not when it moved
            type(thing).objects.filter(pk=thing.pk).update(updated_at=planned.changed_at)
        self.addresses.remember(self._old_paths(planned), **target)
        row.article, row.page = target.get("article"), target.get("page")
        row.digest = theirs + _state(thing)
        row.save()
        self.known[row.source] = row

    # Its values ---------------------------------------------------------------------------------

    def _values(self, planned, item):
        """What the fields will hold, the topics, and the names of the pictures that were found."""
        found = set()

        def picture(wanted):
            return self._picture(planned, wanted.address, wanted.number, wanted.alt, found)

        def link(href):
            address, is_lost = self.addresses.link(href)
            if is_lost:
                self.report.say("link", f"{href[:300]} (in {planned.name})")
            return address

        converted = convert(
            item.body,
            picture=picture,
            link=link,
            attached=lambda: self._pictures_hanging_on(item.id),
        )
        for kind, name in converted.notes:
            self.report.say(kind, f"{name[:300]} (in {planned.name})")
        if item.meta.get("_elementor_data", "") not in ("", "[]"):
            self.report.say("opmaakcode", f"Elementor (in {planned.name})")
        if html.is_too_long(converted.html):
            raise TooLong
        body = html.clean(converted.html)
        title = plain(item.title) or first_sentences(body, 80)
        if not plain(item.title):
            self.report.say("anders", f"{planned.name}: de titel is het begin van de tekst")
        title = self._fit(planned, "titel", title, 120)
        summary = self._summary(planned, item, body, title)
        meta_title, meta_description = self._seen_in_search(item, title, summary)
        if planned.is_page:
            description = meta_description or plain(item.excerpt)
            values = {
                "title": title,
                "body": body,
                "description": self._fit(planned, "omschrijving", description, 200),
                "is_in_footer": False,
            }
            self._tell_what_pages_lack(planned, item, meta_title)
            return values, [], sorted(found)
        values = {
            "title": title,
            "body": body,
            "summary": summary,
            "author": self.shelves.author(item.login),
            "publish_at": planned.publish_at,
            "meta_title": self._fit(planned, "titel in zoekmachines", meta_title, 120),
            "meta_description": self._fit(
                planned, "omschrijving in zoekmachines", meta_description, 320
            ),
        } | self._picture_above(planned, item, found)
        topics = [
            topic
            for term in item.terms
            if self._is_topic(term) and (topic := self.shelves.topic(term))
        ]
        return values, topics, sorted(found)

    def _summary(self, planned, item, body, title):
        if planned.is_page:
            return plain(item.excerpt)
        if excerpt := plain(item.excerpt):
            return self._fit(planned, "samenvatting", excerpt, 800)
        self.report.say("samenvatting", planned.name)
        return first_sentences(body) or title

    def _tell_what_pages_lack(self, planned, item, meta_title):
        if meta_title:
            line = f"{planned.name}: de titel voor zoekmachines “{meta_title}”"
            self.report.say("niet overgenomen", line)
        if item.meta.get("_thumbnail_id", "").strip() not in ("", "0"):
            line = f"{planned.name}: de afbeelding boven de pagina"
            self.report.say("niet overgenomen", line)

    def _seen_in_search(self, item, title, summary):
        categories = [plain(term.name) for term in item.terms if term.kind == "category"]
        category = categories[0] if categories else ""
        values = {
            "title": title,
            "sitename": self.plan.site.title,
            "sitetitle": self.plan.site.title,
            "excerpt": summary,
            "excerpt_only": summary,
            "category": category,
            "primary_category": category,
        }

        def of(*names):
            given = next((item.meta[name] for name in names if item.meta.get(name)), "")
            return resolved(given, values)

        meta_title = of("_yoast_wpseo_title", "rank_math_title")
        description = of("_yoast_wpseo_metadesc", "rank_math_description")
        return "" if meta_title == title else meta_title, description

    def _picture_above(self, planned, item, found):
        number = item.meta.get("_thumbnail_id", "").strip()
        nothing = {"picture": None, "picture_alt": "", "picture_caption": ""}
        if number in ("", "0"):
            return nothing
        shown = self._picture(planned, "", number, "", found)
        if not shown:
            return nothing
        return {
            "picture": self.by_token.get(html.PICTURE.fullmatch(shown.address)[2]),
            "picture_alt": shown.alt,
            "picture_caption": self._fit(planned, "onderschrift", shown.caption, 250),
        }

    def _fit(self, planned, what, text, most):
        short = cut(text, most)
        if short != text:
            self.report.say("ingekort", f"{planned.name}, {what}: {text}")
        return short

    # Pictures -----------------------------------------------------------------------------------

    def _pictures_hanging_on(self, number):
        return [
            one
            for one in self.plan.hanging.get(number, ())
            if is_picture(self.plan.attachments[one].file)
        ]

    def _picture(self, planned, address, number, alt, found):
        """A picture of ours for one there, brought in where it was not; None if it is not to be
        had, which the report tells."""
        attachment = self.plan.attachments.get(number)
        address = (attachment.file if attachment else "") or address
        shown_address = address[:200] or f"nummer {number}"
        alt = alt or self._alt_of(attachment)
        caption = plain(attachment.excerpt) if attachment else ""
        try:
            name, file = self.uploads.find(address)
            picture = self._brought_in(name, file)
        except (NotThere, pictures.Refused) as why:
            reason = str(why)
            line = f"{shown_address}: {reason[:1].lower()}{reason[1:]} (in {planned.name})"
            self.report.say("afbeelding", line)
            return None
        found.add(name)
        url = picture.original_url if picture else NOT_WRITTEN
        return Shown(url, self._fit(planned, "beschrijving van een afbeelding", alt, 250), caption)

    def _brought_in(self, name, file):
        """The picture; None in a dry run that meets it first. Raises Refused, NotThere."""
        source = self._source("picture", name)
        row = self.known.get(source)
        if row and row.picture is None and row.digest:
            raise NotThere("is hier weggegooid")
        if row:
            return row.picture
        try:
            with file.open("rb") as opened:
                encoded = pictures.encode(File(opened))
        except OSError:
            raise NotThere("is niet te lezen") from None
        if self.is_dry:
            self.known[source] = Imported(source=source, digest="")
            self.report.took("afbeeldingen", "new")
            return None
        alt = cut(self._alt_of(self.by_file.get(name)), 250)
        with transaction.atomic():
            picture = pictures.keep(encoded, alt=alt)
            digest = hashlib.sha256(encoded.content).hexdigest()
            row = Imported.objects.create(source=source, digest=digest, picture=picture)
        self.known[source], self.by_token[picture.token] = row, picture
        self.report.took("afbeeldingen", "new")
        return picture

    def _alt_of(self, attachment):
        if attachment is None:
            return ""
        return " ".join(attachment.meta.get("_wp_attachment_image_alt", "").split())


def is_picture(address):
    return address.lower().rpartition(".")[2] in ("jpg", "jpeg", "png", "gif", "webp", "avif")


def _digest(*parts):
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def _state(thing):
    """Another one when somebody here changed what it says. That a picture got another address is
    no change: withdrawal does that."""
    values = [str(getattr(thing, name)) for name in COMPARED[type(thing)]]
    if isinstance(thing, Article):
        values += map(str, sorted(thing.topics.values_list("pk", flat=True)))
    return _digest([html.PICTURE.sub("", value) for value in values])
