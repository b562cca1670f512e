"""The addresses of pros; they come before `/pro/{id}`, the page that everybody sees of them."""

from twiza.web.pro import exceptions, schedule, services, starting, timetables

routes = [
    *starting.routes,
    *schedule.routes,
    *exceptions.routes,
    *timetables.routes,
    *services.routes,
]
