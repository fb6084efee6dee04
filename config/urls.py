"""Every address of the site. The readers are Dutch, so the paths are."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from blog import sitemaps, uploads
from blog.feeds import ArticleFeed
from blog.views import HomeView
from contact.models import Practice
from contact.sitemaps import entries

from . import as_of, views

urlpatterns = [
    path("", HomeView.as_view(), name="home"),
    path("", include("contact.urls")),
    path("sitemap.xml", sitemaps.sitemap, {"others": entries}, "sitemap"),
    path("sitemap-<slug:part>.xml", sitemaps.part, {"others": entries}, "sitemap_part"),
    path("blogs/feed/", ArticleFeed(lambda: Practice.load().name), name="feed"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("healthz", views.healthz, name="healthz"),
    path("favicon.ico", RedirectView.as_view(url="/static/img/favicon.ico"), name="favicon"),
    path("admin/pictures/upload/", uploads.upload, name="ckeditor_upload"),
    path("admin/pictures/browse/", uploads.browse, name="ckeditor_browse"),
    # The stock way from any object to its page: it would tell the address of a draft.
    path("admin/r/<path:rest>", views.not_here),
    path("admin/site-op-datum/", admin.site.admin_view(as_of.choose), name="as_of"),
    path("admin/site-op-datum/nu/", as_of.back_to_now, name="as_of_now"),
    path("admin/iemands-gegevens/", include("contact.admin.person")),
    path("admin/", admin.site.urls),
    # Last, for its standing pages answer to any single word: blogs/…, zoeken/, media/…, <slug>/
    path("", include("blog.urls")),
]

handler400 = "config.views.bad_request"
handler403 = "config.views.permission_denied"
handler404 = "config.views.page_not_found"
handler500 = "config.views.server_error"
