"""The addresses of social sign-in: there, back, what is still asked, and letting a provider go."""

from starlette.routing import Route

from twiza.web.social import finishing, linking, passing

_GET = ["GET"]

# /auth/login and the like come first in the list of areas, so `{provider}` takes nothing from them.
routes = [
    Route("/auth/finish", finishing.show_finish, methods=_GET),
    Route("/auth/finish", finishing.finish, methods=["POST"]),
    Route("/auth/{provider}", passing.leave, methods=_GET),
    Route("/auth/{provider}/callback", passing.arrive, methods=_GET),
    Route("/client/settings/connections/{provider}/unlink", linking.unlink, methods=["POST"]),
]
