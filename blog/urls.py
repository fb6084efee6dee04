from django.urls import path, re_path

from . import views

app_name = "blog"

urlpatterns = [
    path("blogs/", views.ArticleListView.as_view(), name="list"),
    path("blogs/onderwerp/<slug:slug>/", views.TopicView.as_view(), name="topic"),
    path("blogs/auteur/<slug:slug>/", views.AuthorView.as_view(), name="author"),
    path("blogs/<slug:slug>/", views.ArticleView.as_view(), name="article"),
    path("zoeken/", views.SearchView.as_view(), name="search"),
    # No other name is ever looked for, so no path leads out of the folder.
    re_path(
        r"^media/pictures/(?P<token>[0-9a-f]{32})/"
        r"(?P<name>origineel\.(?:jpg|png|webp)|[1-9]\d{0,3}\.(?:avif|webp))\Z",
        views.media,
        name="media",
    ),
    re_path(
        r"^media/share/(?P<token>[0-9a-f]{32})\.jpg\Z", views.share_picture, name="share_picture"
    ),
    path("blogs/voorbeeld/<str:token>/", views.shared_preview, name="shared_preview"),
    path("<slug:slug>/", views.PageView.as_view(), name="page"),
]
