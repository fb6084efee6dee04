"""What the numbers say: tables and one chart, of nobody in particular."""

from datetime import timedelta

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.utils import timezone

from blog import counts
from contact import insight
from contact.chart import chart
from contact.models import Measure

from .state import ReadOnly


@admin.register(Measure)
class MeasureAdmin(ReadOnly):
    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        today = timezone.localdate()
        this_month = today.replace(day=1)
        last_month = (this_month - timedelta(days=1)).replace(day=1)
        weeks = insight.weeks(today)
        quarters, topics = insight.topics(today)
        context = self.admin_site.each_context(request) | {
            "title": "Inzicht",
            "opts": self.opts,
            "months": insight.months(today),
            "weeks": [week for week in weeks if week[1] or week[2]],
            "chart": chart([(f"{m.day}-{m.month}", asked, booked) for m, asked, booked in weeks]),
            "quarters": [name.replace("-Q", ", kwartaal ") for name in quarters],
            "topics": topics,
            "read": [(month, counts.most_read(month)) for month in (this_month, last_month)],
            "missed": [
                (month, counts.searched_in_vain(month)) for month in (this_month, last_month)
            ],
            "telling": counts.TELLING,
        }
        return TemplateResponse(request, "admin/contact/measure/change_list.html", context)
