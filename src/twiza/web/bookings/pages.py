"""Every address of the booking pages; /pro/… stands before the public pages of pros."""

from starlette.routing import Route

from twiza.web.bookings import acting, client_list, family, files, pro_list, requesting, room, standing
from twiza.web.bookings.acts import ACTS

routes = [
    Route("/client/bookings", client_list.show),
    Route("/client/bookings/new", requesting.show, methods=["GET"]),
    Route("/client/bookings/new", requesting.send, methods=["POST"]),
    Route("/client/bookings/standing", standing.show),
    Route("/client/bookings/{id}/next", family.ask_next, methods=["POST"]),
    Route("/client/bookings/{id}/withdraw", family.withdraw, methods=["POST"]),
    Route("/pro/bookings", pro_list.show),
    Route("/bookings/{key}", room.show),
    Route("/bookings/{key}/room", room.fragment),
    Route("/bookings/{key}/files/{file_id}", files.open_file),
    *(Route(f"/bookings/{{key}}/{verb}", acting.act(verb), methods=["POST"]) for verb in ACTS),
]
