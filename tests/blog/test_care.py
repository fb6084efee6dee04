import pytest

from blog.care import Suicide, suicide_in
from blog.models import Article

from .make import make_article


@pytest.mark.parametrize(
    ("title", "summary", "text", "found"),
    [
        ("Rouw na zelfdoding", "", "", Suicide.ABOUT),
        ("Verder", "Na een suïcide blijf je achter.", "", Suicide.ABOUT),
        ("Verder", "", "Hij had suïcidale gedachten.", Suicide.MENTIONED),
        ("Verder", "", "Zij stapte uit het leven. Uit het leven stappen is nooit …", "mentioned"),
        ("Verder", "", "zelfdoding zelfdoding zelfdodingen", Suicide.ABOUT),
        ("Aanslag", "", "Een zelfmoordaanslag in het nieuws.", Suicide.NONE),
        ("Rouw", "Als iemand overlijdt.", "Verdriet komt in golven.", Suicide.NONE),
    ],
)
def test_the_words_of_a_text_tell_how_it_stands_to_suicide(title, summary, text, found):
    assert suicide_in(title, summary, text) == found


@pytest.mark.django_db
def test_each_way_of_saving_keeps_what_the_words_say():
    article = make_article("Gewoon")
    assert article.suicide == ""
    Article.objects.filter(pk=article.pk).update(title="Na zelfdoding")
    article.refresh_from_db()
    assert article.suicide == "about"
    article.title = "Gewoon"
    Article.objects.bulk_update([article], ["title"])
    article.refresh_from_db()
    assert article.suicide == ""
    Article.objects.filter(suicide="").update(body="<p>zelfdoding</p>")
    article.refresh_from_db()
    assert (article.suicide, article.body_text) == ("mentioned", "zelfdoding")
