"""Clear a flood of fake requests: choose, look, and then all in one go."""

from datetime import timedelta

from django import forms
from django.core.exceptions import BadRequest, PermissionDenied
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from contact import access_log, floods
from contact.models import AccessEntry

from .state import report

SHOWN = 50
MOST = 2000  # rows in one go
CALLS, CALLBACKS = "gesprekken", "terugbelverzoeken"
MOMENT = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class FloodForm(forms.Form):
    soort = forms.ChoiceField(label="Wat", choices=[(CALLS, "adviesgesprekken die nog komen")])
    van = forms.DateTimeField(label="Gevraagd vanaf", widget=MOMENT)
    tot = forms.DateTimeField(label="tot", widget=MOMENT)
    robot = forms.BooleanField(label="Alleen wat mogelijk van een robot is", required=False)
    herkomst = forms.ChoiceField(
        label="Herkomst",
        required=False,
        help_text="Verzoeken van één internetadres krijgen één letter. Dat weten we een dag lang. "
        "Een gezin, een school of een heel dorp kan één adres delen.",
    )

    def __init__(self, data, *, user, now):
        self.now = now
        start = timezone.localtime(now)
        initial = {"van": start - timedelta(days=1), "tot": start + timedelta(minutes=1)}
        super().__init__(data or None, initial=initial, label_suffix="")
        if user.has_perm("contact.change_callbackrequest"):
            self.fields["soort"].choices += [(CALLBACKS, "terugbelverzoeken die nog wachten")]
        self.sources = floods.sources(*self._period())
        self.fields["herkomst"].choices = [
            ("", "alle"),
            *((name, f"{name} ({count} verzoeken)") for name, count in self.sources.values()),
        ]

    def _period(self):
        """The time asked for, already before the choices that depend on it can be checked."""
        values = []
        for name in ("van", "tot"):
            given = self.data.get(name) if self.is_bound else None
            try:
                values.append(self.fields[name].clean(given or self.initial[name]))
            except forms.ValidationError:
                values.append(self.initial[name])
        return values

    def rows(self):
        """What was chosen, eldest first."""
        given = self.cleaned_data
        rows = (
            floods.callbacks_waiting()
            if given["soort"] == CALLBACKS
            else floods.bookings_to_come(self.now)
        ).filter(created_at__gte=given["van"], created_at__lt=given["tot"])
        if given["robot"]:
            rows = rows.filter(is_suspect=True)
        if given["herkomst"]:
            letters = {name: source for source, (name, _) in self.sources.items()}
            rows = rows.filter(source=letters[given["herkomst"]])
        return rows.order_by("created_at", "pk")


class FloodPage:
    """Mixed into the admin of advice calls."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.flood)
        return [path("opruimen/", view, name="contact_flood"), *super().get_urls()]

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def flood(self, request):
        if not floods.may_clear(request.user):
            raise PermissionDenied
        if request.method == "POST":
            return self._clear(request)
        now = timezone.now()
        form = FloodForm(request.GET, user=request.user, now=now)
        context = self.admin_site.each_context(request) | {
            "title": "Nepaanvragen opruimen",
            "opts": self.opts,
            "form": form,
            "most": MOST,
        }
        if form.is_bound and form.is_valid():
            context |= self._preview(request, form)
        return render(request, "admin/contact/flood.html", context)

    def _preview(self, request, form) -> dict:
        rows = form.rows()
        pks = list(rows.values_list("pk", flat=True))
        shown = list(rows[:SHOWN])
        for row in shown:
            row.origin = form.sources.get(row.source, ("–", 0))[0]
        access_log.note(request.user, AccessEntry.Action.LIST, shown)
        return {
            "rows": shown,
            "count": len(pks),
            "suspects": rows.filter(is_suspect=True).count(),
            "pks": " ".join(map(str, pks[:MOST])),
            "in_one_go": min(len(pks), MOST),
            "is_calls": form.cleaned_data["soort"] == CALLS,
        }

    def _clear(self, request):
        """Exactly the rows that were shown, whatever came in since."""
        try:
            pks = [int(pk) for pk in request.POST.get("rijen", "").split()][:MOST]
        except ValueError as error:
            raise BadRequest from error
        if request.POST.get("soort") == CALLBACKS:
            if not request.user.has_perm("contact.change_callbackrequest"):
                raise PermissionDenied
            done = floods.withdraw_callbacks(pks, by=request.user)
            what = "ingetrokken"
        else:
            with_mail = request.POST.get("mail") == "een"
            done = floods.cancel_bookings(pks, by=request.user, with_mail=with_mail)
            what = "afgezegd; die tijden zijn weer vrij"
        report(request, done, len(pks) - done, what)
        return redirect(request.get_full_path())
