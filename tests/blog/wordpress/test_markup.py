"""Texts: blocks, the classic editor, codes in square brackets."""

import time

import pytest

from blog import html
from blog.wordpress.markup import Shown, TooLong, convert
from blog.wordpress.shortcodes import replace

OURS = f"/media/pictures/{'a' * 32}/origineel.jpg"
IMG = f'<img src="{OURS}" alt="">'


def picture(wanted):
    if "weg" in wanted.address:
        return None
    return Shown(OURS, wanted.alt, f"Foto {wanted.number}" if wanted.number else "")


def made(body, **options):
    options = {"picture": picture, "link": lambda href: href} | options
    return convert(body, **options)


def block(name, inner="", given=""):
    return f"<!-- wp:{name}{given and ' ' + given} -->\n{inner}\n<!-- /wp:{name} -->\n\n"


@pytest.mark.parametrize(
    ("body", "becomes"),
    [
        ("Een\n\nTwee", "<p>Een</p>\n<p>Twee</p>"),
        ("Een\r\n\r\nTwee\r\nDrie", "<p>Een</p>\n<p>Twee<br>\nDrie</p>"),
        ("Een <b>vet</b>\n \nTwee", "<p>Een <b>vet</b></p>\n<p>Twee</p>"),
        ("<h1>Kop</h1>\nTekst\n<h6>Klein</h6>", "<h2>Kop</h2>\n<p>Tekst</p>\n<h4>Klein</h4>"),
        ("Voor\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\nNa",
         "<p>Voor</p>\n<ul><li>a</li><li>b</li></ul>\n<p>Na</p>"),
        ("<ol start='3'><li>a<ul><li>b</li></ul></li></ol>",
         '<ol start="3"><li>a<ul><li>b</li></ul></li></ol>'),
        ("<blockquote>Een\n\nTwee<cite>Fenna</cite></blockquote>",
         "<blockquote><p>Een</p><p>Twee</p><p>— Fenna</p></blockquote>"),
        ("<div><div>Diep</div>los</div>", "<p>Diep</p>\n<p>los</p>"),
        ("<span style='x'>Kleur</span> &amp; <u>lijn</u>", "<p>Kleur &amp; lijn</p>"),
        ("Een <strong>zonder\n\neinde", "<p>Een <strong>zonder<br>\n<br>\neinde</strong></p>"),
        ("<pre>a\nb</pre>", "<p>a<br>\nb</p>"),
        ("Voor<!--more-->na", "<p>Voorna</p>"),
        ("Een<hr />Twee", "<p>Een</p>\n<hr>\n<p>Twee</p>"),
        ("<script>alert(1)</script>Tekst<style>p{}</style>", "<p>Tekst</p>"),
        ("3 < 5 en 6 > 4", "<p>3 &lt; 5 en 6 &gt; 4</p>"),
        ("", ""),
        ("&nbsp;", ""),
    ],
)  # fmt: skip
def test_the_classic_editor_left_paragraphs_to_the_reader(body, becomes):
    assert html.clean(made(body).html) == becomes
    assert made(body).notes == []


@pytest.mark.parametrize(
    ("body", "becomes"),
    [
        (block("paragraph", "<p>Een\nregel</p>"), "<p>Een\nregel</p>"),
        (block("heading", "<h3 class='x'>Kop</h3>", '{"level":3}'), "<h3>Kop</h3>"),
        (block("list", "<ul>" + block("list-item", "<li>a</li>") + "</ul>"), "<ul><li>a</li></ul>"),
        (block("quote", "<blockquote><p>Zo.</p><cite>Fenna</cite></blockquote>"),
         "<blockquote><p>Zo.</p><p>— Fenna</p></blockquote>"),
        (block("image", f"<figure><img src='{OURS}'/><figcaption>Bij</figcaption></figure>"),
         f"<figure>{IMG}<figcaption>Bij</figcaption></figure>"),
        (block("table", "<figure><table><thead><tr><th>a</th></tr></thead><tbody><tr>"
               "<td colspan='2'>b</td></tr></tbody></table><figcaption>Wie</figcaption></figure>"),
         '<table><caption>Wie</caption><thead><tr><th>a</th></tr></thead><tbody><tr>'
         '<td colspan="2">b</td></tr></tbody></table>'),
        (block("separator", "<hr class='wp-block-separator'/>"), "<hr>"),
        (block("buttons", "<div>" + block("button", "<div><a href='/x/'>Bel</a></div>") + "</div>"),
         '<p><a href="/x/">Bel</a></p>'),
        (block("columns", "<div>" + block("column", block("paragraph", "<p>L</p>"))
               + block("column", block("paragraph", "<p>R</p>")) + "</div>"),
         "<p>L</p>\n<p>R</p>"),
        (block("group", "<div>" + block("heading", "<h2>Kop</h2>") + "</div>"), "<h2>Kop</h2>"),
        (block("html", "<p>Los</p>"), "<p>Los</p>"),
        (block("details", "<details><summary>Vraag</summary><p>Antwoord</p></details>"),
         "<h3>Vraag</h3>\n<p>Antwoord</p>"),
        (block("spacer", "<div style='height:9px'></div>"), ""),
        (block("paragraph", "<p></p>") + "Los\n\nspul", "<p>Los</p>\n<p>spul</p>"),
    ],
)  # fmt: skip
def test_blocks_become_what_an_editor_here_would_have_written(body, becomes):
    assert html.clean(made(body).html) == becomes
    assert made(body).notes == []


@pytest.mark.parametrize(
    ("body", "becomes", "notes"),
    [
        ("<!-- wp:block {\"ref\":12} /-->", "", [("herbruikbaar blok", "12")]),
        ("<!-- wp:latest-posts /-->", "", [("leeg blok", "latest-posts")]),
        (block("acme/kaart", "<div><p>Tekst</p></div>"), "<p>Tekst</p>", [("blok", "acme/kaart")]),
        (block("embed", "<figure class='wp-block-embed'><div>\nhttps://video.example.org/1\n</div>"
               "</figure>"),
         '<p><a href="https://video.example.org/1">Bekijk dit op video.example.org</a></p>',
         [("ingesloten", "https://video.example.org/1")]),
        ("Zie\n\nhttps://video.example.org/1\n\nDag",
         '<p>Zie</p>\n<p><a href="https://video.example.org/1">Bekijk dit op video.example.org'
         "</a></p>\n<p>Dag</p>", [("ingesloten", "https://video.example.org/1")]),
        ('<iframe src="//video.example.org/embed/1"></iframe>',
         '<p><a href="https://video.example.org/embed/1">Bekijk dit op video.example.org</a></p>',
         [("ingesloten", "https://video.example.org/embed/1")]),
        ("Voor <form><label>Naam</label><input name='n'></form> na",
         "<p>Voor</p>\n<p>na</p>", [("formulier", "form")]),
        ('[contact-form-7 id="1" title="Bel"]', "", [("formulier", "contact-form-7")]),
        ("[vc_row][vc_column_text]Een\n\nTwee[/vc_column_text][/vc_row]", "<p>Een</p>\n<p>Twee</p>",
         [("opmaakcode", "vc_row"), ("opmaakcode", "vc_column_text")]),
        ('[et_pb_blurb title="Kop"]Tekst[/et_pb_blurb]', "<h3>Kop</h3>\n<p>Tekst</p>",
         [("opmaakcode", "et_pb_blurb")]),
        ("[vc_raw_html]JTNDcCUz[/vc_raw_html]Tekst", "<p>Tekst</p>",
         [("opmaakcode", "vc_raw_html")]),
        ('[video mp4="https://a.example.org/x.mp4"][/video]',
         '<p><a href="https://a.example.org/x.mp4">Bekijk dit op a.example.org</a></p>',
         [("ingesloten", "https://a.example.org/x.mp4")]),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_told_and_its_text_stays(body, becomes, notes):
    assert html.clean(made(body).html) == becomes
    assert made(body).notes == notes


@pytest.mark.parametrize(
    "text", ["Zie [1] en [sic].", "[…]", "een [woord] tussen haken", "[[gallery]]", "a[b", "[/"]
)
def test_words_between_brackets_are_words(text):
    assert made(text).html == f"<p>{text.replace('[[', '[').replace(']]', ']')}</p>"
    assert made(text).notes == []


CAPTION = '[caption id="attachment_5" width="300"]{}[/caption]'


@pytest.mark.parametrize(
    ("body", "becomes"),
    [
        (CAPTION.format('<img src="a.jpg" /> Bij <em>schrift</em>'),
         f"<figure>{IMG}<figcaption>Bij <em>schrift</em></figcaption></figure>"),
        ('[caption caption="Oud"]<a href="a.jpg"><img src="a.jpg"></a>[/caption]',
         f"<figure>{IMG}<figcaption>Oud</figcaption></figure>"),
        (CAPTION.format('<img src="weg.jpg" /> Toch lezen'), "<p>Toch lezen</p>"),
        ('Een <img src="a.jpg"> twee', f"<p>Een</p>\n<figure>{IMG}</figure>\n<p>twee</p>"),
        ('<p><a href="/x/"><img src="a.jpg"></a></p>',
         f'<figure><a href="/x/">{IMG}</a></figure>'),
        ('<p>Een <img src="weg.jpg"> twee</p>', "<p>Een</p>\n<p>twee</p>"),
        ('[gallery ids="1,2"]',
         f"<figure>{IMG}<figcaption>Foto 1</figcaption></figure>\n"
         f"<figure>{IMG}<figcaption>Foto 2</figcaption></figure>"),
        (block("gallery", '<figure class="wp-block-gallery">'
               + block("image", '<figure><img src="a.jpg"><figcaption>A</figcaption></figure>')
               + block("image", '<figure><img src="weg.jpg"></figure>')
               + "<figcaption>Samen</figcaption></figure>", '{"ids":[1,2]}'),
         f"<figure>{IMG}<figcaption>A</figcaption></figure>\n<p>Samen</p>"),
        ('<ul class="wp-block-gallery blocks-gallery-grid"><li><figure><img src="a.jpg"></figure>'
         "</li></ul>", f"<figure>{IMG}</figure>"),
    ],
)  # fmt: skip
def test_pictures_become_plain_figures(body, becomes):
    assert html.clean(made(body).html) == becomes


def test_a_gallery_without_numbers_shows_what_hangs_on_the_post():
    assert made("[gallery]", attached=lambda: ["7"]).html == (
        f"<figure>{IMG}<figcaption>Foto 7</figcaption></figure>"
    )


def test_an_own_article_on_a_line_by_itself_is_a_link():
    assert made("https://a.example.org/x/", link=lambda href: "/blogs/x/").html == (
        '<p><a href="/blogs/x/">Lees ook dit artikel</a></p>'
    )


def test_a_text_of_a_million_signs_is_no_article():
    with pytest.raises(TooLong):
        made("woord " * 200_000)
    inlined = f'<img src="data:image/png;base64,{"A" * 2_000_000}">Tekst'
    assert html.clean(made(inlined).html).endswith("<p>Tekst</p>")


@pytest.mark.parametrize(
    ("piece", "words"),
    [("<div>", ""), ("<li>", ""), ("[caption]", ""), ("[a b=", "[ab="), ("[gallery]", ""),
     ("<!-- wp:x -->", ""), ("[vc_row]", ""), ("<b>x\n\n", "x"), ("<table><tr><td>", ""),
     ("<a href=x><img src=a>", ""), ("-", "-"), ("[x]", "[x]"), ("\n ", ""), ("&", "&"),
     ("<!--x", "x")],
)  # fmt: skip
def test_whatever_is_repeated_comes_to_an_end_with_all_its_words(piece, words):
    """What takes the square of its length does not, while anybody waits."""
    count = 30_000 // len(piece)
    found = html.text(html.clean(made(piece * count).html))
    assert "".join(found.split()) == words * count


@pytest.mark.parametrize(
    "piece", ["<a ", '<a href="', "</a ", '<a b=">" c=', "<", "<table><tr><td>", "<p", "&"]
)
def test_a_text_of_one_broken_piece_over_and_over_is_read_at_once(piece):
    start = time.process_time()
    made(piece * (300_000 // len(piece)))
    assert time.process_time() - start < 5


def test_tags_without_end_are_words_and_what_comes_after_them_stays():
    assert (
        html.clean(made("<p>Een</p>2 <3 en <b niet").html)
        == "<p>Een</p>\n<p>2 &lt;3 en &lt;b niet</p>"
    )
    assert "het einde" in made('<a b=">" c=' * 30 + "<p>het einde</p>").html


def test_of_a_table_in_a_table_each_word_comes_once():
    table = "<table><tr><td>A<table><tr><td>B</td></tr></table></td><td>C</td></tr></table>"
    assert html.clean(made(table).html) == (
        "<table><tbody><tr><td>A   B</td><td>C</td></tr></tbody></table>"
    )


def test_codes_in_the_settings_of_a_block_are_no_codes():
    body = '<!-- wp:gallery {"ids":[1],"x":"[vc_row a=1]"} -->'
    assert replace(body, lambda *of: pytest.fail(str(of))) == body
