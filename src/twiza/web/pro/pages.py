"""The addresses of pros; they come before `/pro/{id}`, the page that everybody sees of them."""

from twiza.web.pro import dashboard, exceptions, profile, schedule, services, starting, timetables

routes = [
    *starting.routes,
    *dashboard.routes,
    *schedule.routes,
    *exceptions.routes,
    *timetables.routes,
    *services.routes,
    *profile.routes,
]
