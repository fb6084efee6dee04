"""The four roles and what each may do: one matrix, written to the groups after every migration.

Letters: v view, a add, c change, d delete. A word is a permission of its own (see the model).
`see_all` lets a role see everybody's requests and hours; without it only its own adviser's.
"""

ROLES = ("redactie", "balie", "psycholoog", "beheer")

MATRIX = {
    #                           redactie   balie            psycholoog      beheer
    "blog.article":            ("vacd",    "",              "v sign",       "v"),
    "blog.relatedarticle":     ("vacd",    "",              "v",            "v"),
    "blog.topic":              ("vacd",    "",              "v",            "v"),
    "blog.author":             ("vac",     "",              "v",            "vac"),
    "blog.picture":            ("vacd",    "",              "v",            "v"),
    "blog.helpcard":           ("vacd",    "",              "v",            "v"),
    "blog.articlereads":       ("v",       "",              "v",            "v"),
    "blog.searchmiss":         ("v",       "",              "v",            "v"),
    "blog.page":               ("vac",     "",              "",             "vacd"),
    "contact.callbackrequest": ("",        "vac export erase", "",          ""),
    "contact.callattempt":     ("",        "v",             "",             ""),
    "contact.booking":         ("",        "vac see_all",   "vc",           ""),
    "contact.outboxmail":      ("",        "v",             "",             "v"),
    "contact.adviser":         ("",        "v see_all",     "v",            "vac see_all"),
    "contact.weeklyhours":     ("",        "v",             "vacd",         "vacd"),
    "contact.specialhours":    ("",        "vac",           "vacd",         "vacd"),
    "contact.busytime":        ("",        "vacd",          "vacd",         "vacd"),
    "contact.advisercalendar": ("",        "v",             "vacd",         "vacd"),
    "contact.closure":         ("",        "vac",           "vac",          "vacd"),
    "contact.practice":        ("",        "v",             "",             "vac"),
    "contact.busyperiod":      ("",        "vacd",          "",             "vacd"),
    "contact.measure":         ("v",       "v",             "v",            "v"),
    "contact.topiccount":      ("v",       "v",             "v",            "v"),
    "contact.accessentry":     ("",        "",              "",             "v"),
    "contact.fact":            ("v",       "vc",            "v",            "vacd"),
    "contact.openinghours":    ("",        "v",             "",             "vacd"),
    "staff.user":              ("",        "",              "",             "vac"),
}  # fmt: skip

VERBS = {"v": "view", "a": "add", "c": "change", "d": "delete"}


def codenames(model: str, rights: str) -> set[str]:
    """`("article", "va sign")` -> `{"view_article", "add_article", "sign_article"}`."""
    letters, *words = rights.split(" ") if rights else [""]
    return {f"{VERBS[letter]}_{model}" for letter in letters} | {
        f"{word}_{model}" for word in words
    }


def sync(sender=None, **kwargs) -> None:
    """Make the groups say what MATRIX says, no more and no less."""
    from django.contrib.auth.models import Group, Permission

    have = {
        (permission.content_type.app_label, permission.codename): permission
        for permission in Permission.objects.select_related("content_type")
    }
    for column, role in enumerate(ROLES):
        group, _ = Group.objects.get_or_create(name=role)
        wanted = [
            have[app, codename]
            for label, rights in MATRIX.items()
            for app, model in [label.split(".")]
            for codename in codenames(model, rights[column])
            if (app, codename) in have  # the app's own migration may still have to run
        ]
        group.permissions.set(wanted)
