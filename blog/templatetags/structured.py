from django import template

from blog import seen, structured

register = template.Library()
register.filter("shorten", seen.shorten)
register.filter("fit", seen.fit)


@register.filter
def page_title(article, site):
    """`{{ article|page_title:practice.name }}`: the name of its page, as search engines show it."""
    return seen.title(article.meta_title, article.title, site=site) if article else ""


@register.filter
def page_description(article):
    return seen.description(article.meta_description, article.summary) if article else ""


@register.simple_tag
def room_in_results():
    """How many signs of a title and of a description search engines show."""
    return {"title": seen.TITLE, "description": seen.DESCRIPTION}


@register.simple_tag(takes_context=True)
def article_data(context, article):
    """`{% article_data article %}`: the article for machines."""
    site = {"site_url": context["site_url"], "publisher": context["practice"].name}
    return structured.script(structured.article(article, **site))


@register.simple_tag(takes_context=True)
def share_image(context):
    """`{% share_image as image %}`: what a link to this page shows."""
    return structured.share_images(context.get("article"), name=context["practice"].name)[0]


@register.simple_tag(takes_context=True)
def breadcrumbs(context, *places):
    """`{% breadcrumbs "Artikelen" list_url topic.name canonical %}`: name, address, …"""
    site_url = context["site_url"]
    pairs = [
        (name, site_url + address if address.startswith("/") else address)
        for name, address in zip(places[::2], places[1::2], strict=True)
    ]
    home = context["practice"].name
    return structured.script(structured.breadcrumbs(pairs, site_url=site_url, home=home))
