"""Where each thing stood there, and where it stands here: for redirects, and for links in texts."""

from urllib.parse import unquote, urlsplit

from blog.models import OldPath
from blog.old_paths import normal


class Addresses:
    """`here` maps an old path to the address it has now, also of what is still to be brought in."""

    def __init__(self, site):
        parts = _split(site.address)
        self.host = _host(parts.hostname)
        self.root = parts.path.rstrip("/")  # a site may stand in a folder
        self.here = {}
        self.known = set(OldPath.objects.values_list("path", flat=True))

    def of_item(self, item, attachments):
        """All old paths of a post or page and of its attachments, the ones to remember first."""
        number = "page_id" if item.kind == "page" else "p"
        paths = [self._path(item.link), self._path(item.guid), self._by_number(number, item.id)]
        paths.append(self._by_number("p", item.id))
        before, _, _ = (paths[0] or "").rstrip("/").rpartition("/")
        for slug in item.meta.get("_wp_old_slug", "").split():
            paths.append(normal(f"{before}/{slug}/") if paths[0] and "?" not in paths[0] else None)
        for attachment in attachments:
            paths += [
                self._path(attachment.link),
                self._path(attachment.guid) if "/uploads/" not in attachment.guid else None,
                self._by_number("attachment_id", attachment.id),
                self._by_number("p", attachment.id),
            ]
        return list(dict.fromkeys(filter(None, paths)))

    def of_category(self, term, terms):
        """`/category/boven/onder/`, `/category/onder/` and `/?cat=3`."""
        slugs, above = [term.slug], term.parent
        while (parent := terms.get(("category", above))) and parent.slug not in slugs:
            slugs.insert(0, parent.slug)
            above = parent.parent
        base = "category" if term.kind == "category" else "tag"
        paths = [
            normal(f"{self.root}/{base}/{'/'.join(slugs)}/"),
            normal(f"{self.root}/{base}/{term.slug}/"),
        ]
        if term.kind == "category" and term.id.isdecimal():
            paths.append(self._by_number("cat", term.id))
        return list(dict.fromkeys(filter(None, paths)))

    def of_author(self, creator, slug):
        """By number, and by the name that is shown: the other one is what they log in with."""
        paths = [normal(f"{self.root}/author/{slug}/")]
        if creator and creator.id.isdecimal():
            paths.append(self._by_number("author", creator.id))
        return list(filter(None, paths))

    def lead(self, paths, to):
        for path in paths:
            self.here.setdefault(path, to)

    def remember(self, paths, **target):
        """Make the redirects of one thing. What leads elsewhere already, stays."""
        (thing,) = target.values()
        own = normal(thing.get_absolute_url())
        new = [path for path in paths if path not in self.known and path != own]
        OldPath.objects.bulk_create(
            [OldPath(path=path, **target) for path in new], ignore_conflicts=True
        )
        self.known.update(new)

    def link(self, href):
        """The address to use here, and whether it was one of that site that we do not know."""
        try:
            parts = urlsplit(f"https:{href}" if href.startswith("//") else href.strip())
            host = _host(parts.hostname)
        except ValueError:
            return href, False
        is_theirs = host == self.host if host else href.startswith(("/", "?"))
        if not is_theirs or parts.scheme not in ("", "http", "https"):
            return href, False
        path = parts.path or "/"
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        for old in (normal(path, parts.query), normal(path)):
            if to := self.here.get(old):
                return to + fragment, False
        if path.rstrip("/") == self.root and not parts.query:
            return f"/{fragment}", False
        return href, True

    def _path(self, address):
        """Of an address of that site; None for one elsewhere, and for its front page."""
        parts = _split(address)
        if parts.hostname and _host(parts.hostname) != self.host:
            return None
        path = normal(parts.path or "/", parts.query)
        return None if path == f"{self.root}/" else path

    def _by_number(self, name, number):
        return normal(f"{self.root}/", f"{name}={number}")


def _split(address):
    try:
        parts = urlsplit(address)
        parts.hostname  # noqa: B018  raises for half an address
        return parts
    except ValueError:
        return urlsplit("")


def _host(host):
    return unquote(host or "").lower().removeprefix("www.")
