"""What an article may hold, the real editor gives back: opening and saving changes nothing."""

import pytest

from blog import html

from . import desk

pytestmark = pytest.mark.browser
GIVEN_BACK = """(body) => new Promise((done) => {
  const editor = CKEDITOR.instances.id_body;
  editor.setData(body, { callback: () => done(editor.getData()) });
})"""
SRC = f"/media/pictures/{'a' * 32}/640.webp"
IMG = f'<img src="{SRC}" alt="Een &quot;maan&quot;" width="640" height="480">'
BODIES = {
    "words": "<p>H<sub>2</sub>O, m<sup>2</sup>, <b>b</b> <i>i</i> <strong>s <em>e</em></strong><br>"
    "<cite>Boek</cite> &amp; &lt;x&gt; “é”, 10&nbsp;mg</p>",
    "headings": "<h2>Twee <em>e</em></h2><h3>Drie</h3><p>Tekst.</p><hr><h4>Vier</h4>",
    "links": '<p><a href="/blogs/x/?a=1&amp;b=2#c">hier</a> <a href="https://example.org/">daar</a>'
    ' <a href="http://example.org/">http</a> <a href="tel:0201234567">bel</a> '
    '<a href="mailto:a@example.org">mail</a></p>',
    "lists": '<ul><li>een<ul><li>twee<ol start="3"><li>drie</li></ol></li></ul></li><li>vier</li>'
    '</ul><ol start="5"><li><p>vijf</p><p>en meer</p></li></ol>',
    "quotes": "<blockquote><p>Woord</p><p><cite>Wie</cite></p></blockquote>"
    "<blockquote>los <cite>Wie</cite></blockquote>",
    "table": '<table><caption>Van <strong>alles</strong></caption><thead><tr><th scope="col">A</th>'
    '<th colspan="2" scope="col">B</th></tr></thead><tbody><tr><th rowspan="2" scope="row">r</th>'
    "<td>1<br>2</td><td></td></tr><tr><td><p>p</p><ul><li>i</li></ul></td><td>3</td></tr></tbody>"
    "</table>",
    "pictures": f'<p>{IMG}</p><p>in {IMG} de tekst</p><p><a href="/x/">{IMG}</a></p>',
    "figure": f"<figure>{IMG}<figcaption>Een maan</figcaption></figure>",
    "figure with credit": f'<figure><a href="/x/">{IMG}</a><figcaption>Een <em>maan</em>, uit '
    '<cite><a href="https://example.org/">Maan</a></cite></figcaption></figure>',
    "figure with more": f"<figure>{IMG}<figcaption><p>Een</p><p>maan</p></figcaption></figure>",
    "figure of two": f"<figure>{IMG}{IMG}<figcaption>Twee</figcaption></figure>",
    "figure without caption": f"<figure>{IMG}</figure>",
    "figure of a table": "<figure><table><tbody><tr><td>1</td></tr></tbody></table>"
    "<figcaption>Een</figcaption></figure>",
    "figure of a quote": "<figure><blockquote><p>Woord</p></blockquote><figcaption><cite>Wie</cite>"
    "</figcaption></figure>",
    "figure in a list": f"<ul><li><figure>{IMG}<figcaption>c</figcaption></figure></li></ul>",
}


def open_article(site, page, slug):
    [(pk,)] = site.query(f"SELECT id FROM blog_article WHERE slug = '{slug}'")
    desk.log_in(page, site.accounts["redactie"])
    page.goto(f"/admin/blog/article/{pk}/change/")
    desk.Editor(page)
    return pk


def test_the_editor_gives_back_all_that_an_article_may_hold(site, page):
    open_article(site, page, "paniekaanval-wat-nu")
    demo = dict(site.query("SELECT slug, body FROM blog_article"))
    assert sum("<figure>" in body for body in demo.values()) >= 2
    changed = {}
    for name, body in (BODIES | demo).items():
        given = html.clean(page.evaluate(GIVEN_BACK, body))
        if not html.same_content(html.clean(body), given):
            changed[name] = given
    assert changed == {}


def test_a_signed_article_saved_untouched_stays_signed_and_makes_no_version(site, page):
    pk = open_article(site, page, "te-veel-moeten-van-jezelf")
    [(body, signed)] = site.query(f"SELECT body, reviewed_at FROM blog_article WHERE id = {pk}")
    versions = f"SELECT count(*) FROM blog_historicalarticle WHERE id = {pk}"
    count = site.query(versions)
    for _ in range(2):
        desk.save(page)
        desk.Editor(page)
    [(now, still)] = site.query(f"SELECT body, reviewed_at FROM blog_article WHERE id = {pk}")
    assert (html.same_content(body, now), "<figcaption>" in now) == (True, True)
    assert (signed is None, still, site.query(versions)) == (False, signed, count)
