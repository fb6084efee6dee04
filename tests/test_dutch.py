"""No English is left where a person reads: not on the site, not at the desk, not in an error.

A list of common English words that are no Dutch words stands in for a dictionary. Names, addresses
and code are no sentences: only what a page shows is looked at.
"""

import re
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.template.loader import get_template
from django.urls import reverse

OWN_APPS = ("blog", "contact", "staff")
# Without those that are Dutch as well: `open`, `was`, `link`, `account`, `update`, …
ENGLISH = frozenset(
    """
    about above access across action add added after again allowed already always and another any
    are attempt available because before below between both browse but cancel cannot change changed
    changes characters check choose clear click close confirm could create created currently dates
    deactivate delete deleted did disabled does done each edit empty enabled ends enter error
    errors every failed field fields find following for forgotten found from has have hello here
    history how image images instance into invalid its keep least left less make many may messages
    more most must name names never new next nothing now numbers optional other our out page pages
    password passwords permission permissions picture pictures please possible previous published
    read remove request requests required result results return role save saved search see select
    selected send sent settings shall short should since size some successfully summary than that
    the their them then there these they this those time times title to today tomorrow too topics
    try unknown until updated used username users value values view visible welcome when where
    whether which while why with without would yes yesterday you your
    """.split()
)
WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")


def english(text: str) -> list[str]:
    """The English words in a text, but for those in what is no sentence (addresses, code)."""
    text = re.sub(r"%\(\w+\)s|\S*[/@_]\S*|\S+\.\w{2,}\S*", " ", text.lower())
    return sorted(set(WORD.findall(text)) & ENGLISH)


class Shown(HTMLParser):
    """The texts of a page that a person sees or hears."""

    ATTRIBUTES = ("alt", "title", "placeholder", "aria-label", "aria-description")
    HIDDEN = ("script", "style", "code", "kbd", "template")

    def __init__(self, html: str):
        super().__init__()
        self.texts = []
        self._hidden = 0
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self._hidden += tag in self.HIDDEN
        self.texts += filter(None, map(attributes.get, self.ATTRIBUTES))
        if tag == "input" and attributes.get("type") in ("submit", "button", "reset"):
            self.texts.append(attributes.get("value") or "")
        if tag == "meta" and attributes.get("name") == "description":
            self.texts.append(attributes.get("content") or "")

    def handle_endtag(self, tag):
        self._hidden -= tag in self.HIDDEN

    def handle_data(self, data):
        if not self._hidden and data.strip():
            self.texts.append(data)


def english_on(html: str) -> dict[str, list[str]]:
    """Per English word the texts of the page that have it."""
    found = {}
    for text in Shown(html).texts:
        for word in english(text):
            found.setdefault(word, []).append(" ".join(text.split())[:80])
    return found


def own_models():
    """But for those of django-simple-history, whose own labels no page shows."""
    return [
        model
        for name in OWN_APPS
        for model in apps.get_app_config(name).get_models()
        if not model.__name__.startswith("Historical")
    ]


def test_the_list_knows_english_from_dutch():
    assert english("Please enter your name") == ["enter", "name", "please", "your"]
    assert english("De status van het account: open. Is er al een link van de site?") == []
    assert english_on('<a title="Delete it">Wissen</a><script>if (the) {}</script>') == {
        "delete": ["Delete it"]
    }


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label)
def test_models_name_and_explain_themselves_in_dutch(model):
    meta = model._meta
    texts = [meta.verbose_name, meta.verbose_name_plural]
    texts += [label for _, label in meta.permissions]
    texts += [constraint.violation_error_message for constraint in meta.constraints]
    for field in meta.get_fields():
        if field.auto_created and not field.concrete:
            continue
        texts += [getattr(field, "verbose_name", ""), getattr(field, "help_text", "")]
        texts += [label for _, label in getattr(field, "flatchoices", None) or ()]
        # What the author of the model wrote, and not Django's field, is ours to translate.
        texts += (getattr(field, "_error_messages", None) or {}).values()
    assert {str(text): words for text in texts if (words := english(str(text)))} == {}


def test_every_name_in_the_menu_of_the_desk_is_dutch():
    names = [
        name
        for model in admin.site._registry
        for name in (
            model._meta.app_config.verbose_name,
            model._meta.verbose_name,
            model._meta.verbose_name_plural,
        )
    ]
    assert {str(name): words for name in names if (words := english(str(name)))} == {}


@pytest.fixture
def desk(client, db):
    user = get_user_model().objects.create_superuser("chef", password="een zin als wachtwoord")
    client.force_login(user)
    return client


DESK = ["admin:index", "admin:password_change"] + [
    f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}"
    for model in admin.site._registry
    for view in ("changelist", "add")
]


@pytest.mark.parametrize("name", DESK)
def test_the_desk_is_dutch(desk, name):
    answer = desk.get(reverse(name))
    if name.endswith("_add") and answer.status_code == 403:
        return  # nobody adds these by hand
    assert answer.status_code in (200, 302)
    assert english_on(answer.content.decode()) == {}


def test_the_door_of_the_desk_is_dutch(client, db):
    assert english_on(client.get("/admin/login/").content.decode()) == {}
    wrong = client.post("/admin/login/", {"username": "wie", "password": "fout"})
    assert english_on(wrong.content.decode()) == {}


FORMS = ["contact:callback", "contact:booking"]
PUBLIC = ["home", "blog:list", "blog:search", "contact:practice", *FORMS]


@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages_are_dutch(client, db, name):
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert english_on(answer.content.decode()) == {}


@pytest.mark.parametrize("name", FORMS)
def test_what_a_form_says_when_it_is_empty_is_dutch(client, db, name):
    answer = client.post(reverse(name), {})
    assert 400 <= answer.status_code < 500 or answer.status_code == 200
    assert english_on(answer.content.decode()) == {}


@pytest.mark.parametrize("status", [400, 403, 404, 413, 429, 500, 503])
def test_error_pages_are_dutch(db, status):
    assert english_on(get_template(f"{status}.html").render({})) == {}
