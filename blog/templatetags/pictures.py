from django import template

from blog import credits, responsive

register = template.Library()
register.filter("credit", credits.credit_html)


@register.simple_tag
def picture(picture, alt="", sizes="100vw", lazy=True, **attributes):
    """`{% picture article.picture alt=… sizes=… lazy=False class=… %}`; None renders nothing."""
    if picture is None:
        return ""
    css_class = attributes.pop("class", "")
    if attributes:
        raise template.TemplateSyntaxError(f"picture knows no {', '.join(attributes)}")
    return responsive.picture_html(picture, alt=alt, sizes=sizes, lazy=lazy, css_class=css_class)
