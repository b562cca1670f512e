"""/orders: every address of the order pages."""

from starlette.routing import Route

from twiza.web.orders import acting, evidence, files, listing, placing, room

routes = [
    Route("/orders", listing.show, methods=["GET"]),
    Route("/orders", placing.place, methods=["POST"]),
    Route("/orders/new", placing.show, methods=["GET"]),
    Route("/orders/new", placing.switch, methods=["POST"]),
    Route("/orders/{key}", room.show),
    Route("/orders/{key}/room", room.fragment),
    Route("/orders/{key}/evidence.pdf", evidence.download),
    Route("/orders/{key}/files/{file_id}", files.open_file),
    Route("/orders/{key}/{verb}", acting.act, methods=["POST"]),
]
