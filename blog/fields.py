"""Rich text that is clean before it reaches the database, whichever way it comes."""

from ckeditor_uploader.fields import RichTextUploadingField, RichTextUploadingFormField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Value
from django.db.models.functions import Cast
from django.utils import timezone

from . import care, html
from .checks import checklist
from .layers import layers

TOO_LONG = (
    f"Deze tekst is te lang. Met opmaak erbij passen er {html.MOST:_} tekens in. Verdeel hem over "
    "meer artikelen."
).replace("_", ".")


class RichTextField(RichTextUploadingField):
    """HTML on the list of blog.html: from forms, save, bulk_create, update and bulk_update alike.

    An expression has no text to clean yet, so `update(body=Value(…))` is a TypeError.
    """

    def pre_save(self, instance, add):
        value = super().pre_save(instance, add)
        self._refuse(value)
        value = html.clean(value or "")
        setattr(instance, self.attname, value)
        return value

    def get_db_prep_save(self, value, connection):
        self._refuse(value)
        if not hasattr(value, "resolve_expression"):
            value = html.clean(value or "")
        return super().get_db_prep_save(value, connection)

    def get_placeholder(self, value, compiler, connection):
        """Django asks for this at every UPDATE, also of a manager that is not ours."""
        self._refuse(value)
        return "%s"

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": RichTextFormField} | kwargs)

    def _refuse(self, value):
        if hasattr(value, "resolve_expression") and not self._is_of_bulk_update(value):
            raise TypeError(f"{self.name} takes text, not an expression: it has to be cleaned")

    def _is_of_bulk_update(self, value):
        """bulk_update writes CASE WHEN … THEN value, each of which passes get_db_prep_save."""
        if isinstance(value, Cast):
            value = value.get_source_expressions()[0]
        return isinstance(value, Case) and all(
            isinstance(when.result, Value) and when.result._output_field_or_none == self
            for when in value.cases
        )


def refuse_too_long(text):
    if html.is_too_long(text):
        raise ValidationError(TOO_LONG)


class RichTextFormField(RichTextUploadingFormField):
    default_validators = [refuse_too_long]

    def has_changed(self, initial, data):
        """The editor writes the same text out anew each time; the log need not say so."""
        if html.is_too_long(data or ""):
            return True
        return not html.same_content(html.clean(data or ""), html.clean(initial or ""))


class Derived:
    """A field that other fields of its row decide. Every save keeps it, and so does the QuerySet.

    `of` names those fields; `derive(instance)` gives the value. Where `is_per_row` is False that is
    the same for every row, and `instance` may be None.
    """

    of: tuple[str, ...] = ()
    is_per_row = True

    def pre_save(self, instance, add):
        value = self.derive(instance)
        setattr(instance, self.attname, value)
        return value


def derived_of(model, names):
    """The fields of a model that these others decide."""
    return [
        field
        for field in model._meta.local_fields
        if not set(getattr(field, "of", ())).isdisjoint(names)
    ]


class PlainTextField(Derived, models.TextField):
    """The words of a RichTextField beside it, for search."""

    def __init__(self, *args, of="body", **kwargs):
        self.of = (of,)
        super().__init__(*args, **{"editable": False, "default": ""} | kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"of": self.of[0]}

    def derive(self, instance):
        return html.text(html.clean(getattr(instance, self.of[0]) or ""))


class SuicideField(Derived, models.CharField):
    """How the words of an article stand to suicide: a value of blog.care.Suicide."""

    of = (
        "title", "summary", "key_points", "body", "sources", "picture_alt", "picture_caption",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(
            *args, **{"max_length": 10, "editable": False, "default": "", "blank": True} | kwargs
        )

    def derive(self, instance):
        text = html.text(html.clean(instance.body or ""))
        around = [instance.sources, instance.picture_alt, instance.picture_caption]
        return care.suicide_in(
            instance.title,
            f"{instance.summary}\n{instance.key_points}",
            "\n".join([text, *around]),
        ).value


class ShareTriesField(Derived, models.PositiveSmallIntegerField):
    """How often the worker may still try to draw the share picture; None when there is nothing to
    draw. Whatever could ask for another picture starts the count again.
    """

    of = ("title", "publish_at", "withdraw_at")
    is_per_row = False
    MOST = 5

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"null": True, "editable": False, "default": self.MOST} | kwargs)

    def derive(self, instance):
        return self.MOST


class RelatedDueField(Derived, models.DateTimeField):
    """When an article last changed in what decides its neighbours, until the worker has seen it."""

    of = ("title", "summary", "key_points", "body", "publish_at", "withdraw_at")
    is_per_row = False

    def __init__(self, *args, **kwargs):
        defaults = {"editable": False, "null": True, "blank": True, "default": timezone.now}
        super().__init__(*args, **defaults | kwargs)

    def derive(self, instance):
        return timezone.now()


class StemsField(Derived, models.TextField):
    """One layer of what search compares (see blog.layers): stems, or words, with spaces between."""

    of = ("title", "summary", "key_points", "body")

    def __init__(self, *args, layer, **kwargs):
        self.layer = layer
        super().__init__(*args, **{"editable": False, "default": ""} | kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"layer": self.layer}

    def derive(self, instance):
        values = layers(*(getattr(instance, name) or "" for name in self.of))
        return " ".join(sorted(getattr(values, self.layer)))


class ChecksField(Derived, models.CharField):
    """Codes of the points on the checklist that an article's own words raise, with spaces between.

    For the list of articles, which reads no bodies. What depends on other rows is not in it.
    """

    of = (
        "title", "summary", "key_points", "body", "sources", "picture", "picture_alt",
        "picture_caption", "meta_title", "meta_description",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        defaults = {"max_length": 400, "editable": False, "default": "", "blank": True}
        super().__init__(*args, **defaults | kwargs)

    def derive(self, instance):
        return " ".join(checklist.codes(instance))
