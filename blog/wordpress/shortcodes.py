"""`[caption]`, `[gallery]` and other codes that plug-ins leave in a text: into HTML, or out of it.

Pure; knows no Django. What stands between the codes of a page builder is text, and stays.
"""

import re
from collections.abc import Callable
from html import escape, unescape

NAME = r"[a-zA-Z][a-zA-Z0-9_-]{0,60}"
# Comments are passed over: the settings of a block have square brackets of their own.
CODE = re.compile(
    rf"<!--(?:.*?-->|.*\Z)|(?P<escape>\[)?\[(?P<end>/)?(?P<name>{NAME})(?P<given>(?:[\s=:][^\[\]]{{0,3000}})?)/?\]"
    r"(?(escape)\])",
    re.DOTALL,
)
GIVEN = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+))")
IMAGE = re.compile(r"(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?", re.IGNORECASE)
# With these goes all that is between them: it is code, not text.
NOT_TEXT = {"vc_raw_html", "vc_raw_js", "et_pb_code", "fusion_code", "php", "av_codeblock"}
# Where builders keep words: as a heading above what they hold.
TITLES = ("title", "heading", "question")
BUILDERS = ("vc_", "et_pb_", "fusion_", "av_", "mk_", "cs_", "tatsu_", "fl_builder", "elementor")
FORMS = (
    "contact-form", "wpforms", "gravityform", "ninja_form", "mc4wp", "formidable", "caldera_form",
    "forminator", "fluentform", "contact_form",
)  # fmt: skip
MEDIA = ("video", "audio")


def replace(html: str, note: Callable[[str, str], None]) -> str:
    """The text with the codes resolved. Galleries become `<gallery ids="1,2">`, for `markup`.

    `note` is told of what was left out: a kind (`formulier`, `opmaakcode`, `ingesloten`) and a
    name.
    """
    codes = [match for match in CODE.finditer(html) if match["name"]]
    ends: dict[str, list[int]] = {}
    for match in codes:
        if match["end"]:
            ends.setdefault(match["name"], []).append(match.start())
    out: list[str] = []
    at = 0
    for match in codes:
        if match.start() < at:
            continue
        if match["escape"]:
            text, upto = match[0][1:-1], match.end()
        elif not _is_code(match, ends):
            continue
        else:
            text, upto = _resolved(html, match, ends, note)
        out += [html[at : match.start()], text]
        at = upto
    return "".join([*out, html[at:]])


def _is_code(match: re.Match[str], ends: dict[str, list[int]]) -> bool:
    """`[sic]` is a word between brackets; `[vc_row]`, `[x a="b"]` and `[x]…[/x]` are codes."""
    name = match["name"]
    return bool(
        match["end"]
        or name in ("caption", "wp_caption", "gallery", "embed", "playlist", *MEDIA)
        or "_" in name
        or GIVEN.search(match["given"])
        or (ends.get(name) and ends[name][-1] > match.start())
    )


def _resolved(
    html: str,
    match: re.Match[str],
    ends: dict[str, list[int]],
    note: Callable[[str, str], None],
) -> tuple[str, int]:
    """What comes in its place, and up to where of the text."""
    name, upto = match["name"].lower(), match.end()
    if match["end"]:
        return "\n\n" if name.startswith(BUILDERS) else "", upto
    given = {
        key.lower(): unescape(one or other or bare)
        for key, one, other, bare in GIVEN.findall(
            match["given"].replace("”", '"').replace("″", '"')
        )
    }
    end = _end_after(ends.get(match["name"], []), upto)
    inner = html[upto:end] if end is not None else ""
    after = upto if end is None else html.index("]", end) + 1
    if name in ("caption", "wp_caption") and end is not None:
        return _caption(inner, given), after
    if name == "gallery":
        return f'\n\n<gallery ids="{escape(given.get("ids", ""))}"></gallery>\n\n', upto
    if name == "embed" and end is not None:
        return f"\n\n{inner.strip()}\n\n", after
    if name in MEDIA or name == "playlist":
        address = next((value for value in given.values() if value.startswith("http")), "")
        if not address:
            note("ingesloten", name)
        return f"\n\n{escape(address)}\n\n", upto if end is None else after
    if name in NOT_TEXT and end is not None:
        note("opmaakcode", name)
        return "", after
    note("formulier" if name.startswith(FORMS) else "opmaakcode", name)
    if name.startswith(BUILDERS):
        return _words(name, given), upto
    return "", upto


def _end_after(ends: list[int], at: int) -> int | None:
    while ends and ends[0] < at:
        ends.pop(0)
    return ends[0] if ends else None


def _caption(inner: str, given: dict[str, str]) -> str:
    """`[caption id=… width=…]<img …> Words[/caption]`, or with the words in an attribute."""
    image = IMAGE.search(inner)
    if not image:
        return inner
    words = (inner[: image.start()] + inner[image.end() :]).strip() or given.get("caption", "")
    caption = f"<figcaption>{words}</figcaption>" if words else ""
    return f"\n\n<figure>{image[0]}{caption}</figure>\n\n"


def _words(name: str, given: dict[str, str]) -> str:
    """What a builder keeps in attributes, where others would write text."""
    parts = [f"<h3>{escape(given[key])}</h3>" for key in TITLES if given.get(key)]
    if name == "vc_custom_heading" and given.get("text"):
        parts.append(f"<h3>{escape(given['text'])}</h3>")
    if name in ("et_pb_image", "fusion_imageframe") and given.get("src"):
        alt = escape(given.get("alt", ""))
        parts.append(f'<img src="{escape(given["src"])}" alt="{alt}">')
    if name == "vc_single_image" and given.get("image", "").isdigit():
        parts.append(f'<gallery ids="{given["image"]}"></gallery>')
    return "\n\n" + "\n\n".join(parts) + "\n\n"
