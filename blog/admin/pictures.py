"""Pictures at the desk: the same way in as the editor's, a look at each, and no orphans."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from blog import pictures, responsive
from blog.models import Article, HelpCard, Page, Picture


def shown(picture):
    """A small view of it; a dash for none."""
    if picture is None:
        return "–"
    return responsive.picture_html(picture, alt=picture.alt, sizes="320px", width=320)


class UploadForm(forms.ModelForm):
    file = forms.FileField(
        label="bestand", help_text="JPEG, PNG, WebP, AVIF of GIF, tot 15 MB en 50 megapixel."
    )

    class Meta:
        model = Picture
        fields = ["alt", "credit"]

    def clean_file(self):
        try:
            return pictures.encode(self.cleaned_data["file"])
        except pictures.Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None


@admin.register(Picture)
class PictureAdmin(admin.ModelAdmin):
    list_display = ["thumbnail", "__str__", "created_at", "uploader"]
    list_display_links = ["thumbnail", "__str__"]
    list_per_page = 30
    list_select_related = ["uploaded_by"]
    show_full_result_count = False
    search_fields = ["alt", "credit"]
    readonly_fields = ["thumbnail", "width", "height", "uploader", "created_at"]

    class Media:
        css = {"all": ["desk/articles.css"]}
        js = ["desk/focal.js"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            kwargs["form"] = UploadForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fields(self, request, obj=None):
        if obj is None:
            return ["file", "alt", "credit"]
        thumbnail, *rest = self.readonly_fields
        return ["alt", "credit", thumbnail, ("focal_x", "focal_y"), *rest]

    @admin.display(description="afbeelding")
    def thumbnail(self, picture):
        return shown(picture)

    @admin.display(description="toegevoegd door")
    def uploader(self, picture):
        return picture.uploaded_by and picture.uploaded_by.name

    def save_form(self, request, form, change):
        if change:
            return super().save_form(request, form, change)
        form.save_m2m = lambda: None
        data = form.cleaned_data
        words = {name: data[name] for name in ("alt", "credit")}
        return pictures.keep(data["file"], by=request.user, **words)

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)

    def delete_model(self, request, obj):
        pictures.remove(obj)

    def delete_queryset(self, request, queryset):
        for picture in queryset:
            pictures.remove(picture)

    def get_deleted_objects(self, objs, request):
        """A picture inside a text is protected, as one on top of an article is."""
        deleted, counts, missing, protected = super().get_deleted_objects(objs, request)
        for picture in objs:
            protected += _texts_with(picture)
        return deleted, counts, missing, protected


def _texts_with(picture):
    return [
        format_html(
            '{}: <a href="{}">{}</a>',
            model._meta.verbose_name.capitalize(),
            reverse(f"admin:blog_{model._meta.model_name}_change", args=[text.pk]),
            text,
        )
        for model in (Article, HelpCard, Page)
        for text in model.objects.filter(body__contains=picture.token).defer("body")
    ]
