"""The editor's own doors: upload a picture, browse those there are.

Both replace the stock views of django-ckeditor, which trust any staff account and any file.
"""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import Http404, JsonResponse
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from . import pictures
from .models import Picture

PER_PAGE = 24


def _may_add(user):
    return user.is_active and user.is_staff and user.has_perm("blog.add_picture")


def _error(message, status=200):
    """In the form that the editor reads aloud; it ignores the text of any other status than 200."""
    return JsonResponse({"uploaded": 0, "error": {"message": message}}, status=status)


@never_cache
@require_POST
def upload(request):
    """Keep one picture; the answer holds its address."""
    if not _may_add(request.user):
        return _error("Je mag hier geen afbeeldingen toevoegen. Log opnieuw in.", status=403)
    file = request.FILES.get("upload")
    if file is None:
        return _error("Er kwam geen bestand mee. Probeer het opnieuw.")
    try:
        picture = pictures.store(file, by=request.user)
    except pictures.Refused as refusal:
        return _error(str(refusal))
    return JsonResponse({"uploaded": 1, "fileName": picture.original, "url": picture.original_url})


def _without_token(request):
    return _error("Je bent te lang weggeweest. Sla je tekst op en probeer het opnieuw.", 403)


# config.views.csrf_failure answers with this.
upload.show_again = _without_token


@require_safe
def _browse(request):
    """The pictures there are, newest first; a click hands one to the editor that opened this."""
    if not _may_add(request.user):
        raise PermissionDenied
    query = request.GET.get("q", "").replace("\0", "").strip()[:100]
    shown = Picture.objects.filter(alt__icontains=query) if query else Picture.objects.all()
    try:
        page = Paginator(shown, PER_PAGE).page(request.GET.get("page", 1))
    except (EmptyPage, PageNotAnInteger):
        raise Http404 from None
    callback = request.GET.get("CKEditorFuncNum", "")
    context = admin.site.each_context(request) | {
        "title": "Kies een afbeelding",
        "is_popup": True,
        "page_obj": page,
        "query": query,
        "callback": callback if callback.isascii() and callback.isdigit() else "",
    }
    return TemplateResponse(request, "admin/blog/picture/browse.html", context)


browse = admin.site.admin_view(_browse)
