from django.urls import path

from . import views

app_name = "contact"
urlpatterns = [
    path("terugbellen/", views.callback, name="callback"),
    path("terugbellen/bedankt/", views.callback_done, name="callback_done"),
    path("adviesgesprek/", views.booking, name="booking"),
    path("adviesgesprek/afspraak/", views.appointment, name="appointment"),
    path("adviesgesprek/afspraak/afspraak.ics", views.appointment_ics, name="appointment_ics"),
    path("adviesgesprek/afspraak/verzetten/", views.move, name="move"),
    path("adviesgesprek/afspraak/bel-mij/", views.call_me, name="call_me"),
    path("adviesgesprek/afspraak/afzeggen/", views.cancel, name="cancel"),
    path("afspraak/<str:token>/", views.link, name="link"),
    path("contact/", views.practice, name="practice"),
]
