from django.urls import path

from .views import appointment, booking, callback, feed, practice

app_name = "contact"
urlpatterns = [
    path("terugbellen/", callback.callback, name="callback"),
    path("terugbellen/bedankt/", callback.callback_done, name="callback_done"),
    path("terugbellen/bedankt/getal-weg/", callback.number_away, name="number_away"),
    path("adviesgesprek/", booking.booking, name="booking"),
    path("adviesgesprek/afspraak/", appointment.appointment, name="appointment"),
    path(
        "adviesgesprek/afspraak/afspraak.ics",
        appointment.appointment_ics,
        name="appointment_ics",
    ),
    path("adviesgesprek/afspraak/verzetten/", appointment.move, name="move"),
    path("adviesgesprek/afspraak/bel-mij/", appointment.call_me, name="call_me"),
    path("adviesgesprek/afspraak/afzeggen/", appointment.cancel, name="cancel"),
    path("adviesgesprek/afspraak/herinnering/", appointment.remind, name="remind"),
    path("adviesgesprek/afspraak/niet-gebeld/", appointment.not_called, name="not_called"),
    path("afspraak/<str:token>/", appointment.link, name="link"),
    path("agenda/<str:token>/gesprekken.ics", feed.calls, name="feed"),
    path("contact/", practice.practice, name="practice"),
]
