"""The practice for machines: schema.org, under the @id that blog.structured names as publisher."""

from django.core.cache import caches
from django.templatetags.static import static

from blog import structured

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def practice_data(practice, *, site_url):
    """A business in health care with an address and hours; a practice of psychologists is none of
    the narrower kinds (no clinic of physicians, no hospital).
    """
    return structured.organization(practice.name, site_url=site_url) | {
        "@type": "MedicalBusiness",
        "description": practice.tagline,
        "telephone": practice.phone_uri.removeprefix("tel:"),
        "email": practice.email,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": practice.street,
            "postalCode": practice.postcode,
            "addressLocality": practice.city,
            "addressCountry": "NL",
        },
        "image": f"{site_url}{static('img/share.png')}",
        "identifier": [
            {"@type": "PropertyValue", "propertyID": register, "value": number}
            for register, number in (("KvK", practice.kvk), ("AGB", practice.agb))
            if number
        ],
        "openingHoursSpecification": caches["site"].get_or_set(
            "contact.hours_data", lambda: _hours(practice)
        ),
    }


def _hours(practice):
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": f"https://schema.org/{DAYS[row.weekday]}",
            "opens": f"{row.start:%H:%M}",
            "closes": f"{row.end:%H:%M}",
        }
        for row in practice.opening_hours.all()
    ]
