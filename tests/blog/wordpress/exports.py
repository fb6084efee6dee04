"""Exports of a practice that does not exist, written for the tests: WXR as WordPress writes it."""

from xml.sax.saxutils import escape, quoteattr

HOST = "https://www.oude-praktijk.example.org"
HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- Gemaakt voor de proef. -->
<rss version="2.0"
  xmlns:excerpt="http://wordpress.org/export/{version}/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:wfw="http://wellformedweb.org/CommentAPI/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/{version}/">
<channel>
<title>Praktijk Voorbeeldig</title>
<link>{host}</link>
<description>Een praktijk die niet bestaat</description>
<wp:wxr_version>{version}</wp:wxr_version>
<wp:base_site_url>{host}</wp:base_site_url>
<wp:base_blog_url>{host}</wp:base_blog_url>
"""
FOOT = "</channel>\n</rss>\n"


def cdata(text):
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def author(login="fenna-login", name="Fenna Voorbeeld", id=2, **names):
    more = "".join(
        f"<wp:author_{key}>{cdata(value)}</wp:author_{key}>" for key, value in names.items()
    )
    return (
        f"<wp:author><wp:author_id>{id}</wp:author_id>"
        f"<wp:author_login>{cdata(login)}</wp:author_login>"
        f"<wp:author_email>{cdata(login + '@oude-praktijk.example.org')}</wp:author_email>"
        f"<wp:author_display_name>{cdata(name)}</wp:author_display_name>{more}</wp:author>\n"
    )


def category(slug="slaap", name="Slaap", id=7, parent=""):
    return (
        f"<wp:category><wp:term_id>{id}</wp:term_id>"
        f"<wp:category_nicename>{slug}</wp:category_nicename>"
        f"<wp:category_parent>{parent}</wp:category_parent>"
        f"<wp:cat_name>{cdata(name)}</wp:cat_name></wp:category>\n"
    )


def post(
    id=10,
    title="Slecht slapen",
    body="<p>Wie slecht slaapt, is niet alleen.</p>",
    *,
    slug=None,
    kind="post",
    status="publish",
    date="2019-05-06 09:30:00",
    gmt="2019-05-06 07:30:00",
    link=None,
    excerpt="",
    parent=0,
    login="fenna-login",
    password="",
    terms=(),
    meta=(),
    file="",
    comments=0,
    modified="2020-01-02 03:04:05",
):
    slug = title.lower().replace(" ", "-") if slug is None else slug
    link = f"{HOST}/2019/05/{slug}/" if link is None else link
    domains = "".join(
        f"<category domain={quoteattr(domain)} nicename={quoteattr(nice)}>{cdata(name)}</category>"
        for domain, nice, name in terms
    )
    metas = "".join(
        f"<wp:postmeta><wp:meta_key>{cdata(key)}</wp:meta_key>"
        f"<wp:meta_value>{cdata(value)}</wp:meta_value></wp:postmeta>"
        for key, value in dict(meta).items()
    )
    comment = (
        "<wp:comment><wp:comment_author>Reageerder Geheim</wp:comment_author>"
        "<wp:comment_author_email>geheim@example.org</wp:comment_author_email>"
        "<wp:comment_content>Mijn verhaal</wp:comment_content></wp:comment>"
    )
    attachment = f"<wp:attachment_url>{cdata(file)}</wp:attachment_url>" if file else ""
    return f"""<item>
<title>{cdata(title)}</title>
<link>{escape(link)}</link>
<dc:creator>{cdata(login)}</dc:creator>
<guid isPermaLink="false">{HOST}/?p={id}</guid>
<description></description>
<content:encoded>{cdata(body)}</content:encoded>
<excerpt:encoded>{cdata(excerpt)}</excerpt:encoded>
<wp:post_id>{id}</wp:post_id>
<wp:post_date>{cdata(date)}</wp:post_date>
<wp:post_date_gmt>{cdata(gmt)}</wp:post_date_gmt>
<wp:post_modified_gmt>{cdata(modified)}</wp:post_modified_gmt>
<wp:comment_status>closed</wp:comment_status>
<wp:post_name>{cdata(slug)}</wp:post_name>
<wp:status>{cdata(status)}</wp:status>
<wp:post_parent>{parent}</wp:post_parent>
<wp:post_type>{cdata(kind)}</wp:post_type>
<wp:post_password>{cdata(password)}</wp:post_password>
<wp:is_sticky>0</wp:is_sticky>
{attachment}{domains}{metas}{comment * comments}
</item>
"""


def attachment(id, name, *, parent=0, alt="", caption="", **fields):
    return post(
        id,
        name,
        "",
        slug=f"bijlage-{id}",
        kind="attachment",
        status="inherit",
        parent=parent,
        excerpt=caption,
        file=f"{HOST}/wp-content/uploads/{name}",
        meta={"_wp_attachment_image_alt": alt} if alt else {},
        **fields,
    )


def export(*parts, version="1.2", host=HOST):
    parts = parts or (author(), category(), post())
    return HEAD.format(version=version, host=host) + "".join(parts) + FOOT
