"""The pages under /auth: signing up, in and out, proving a phone or an email, a forgotten password."""

from starlette.routing import Route

from twiza.web.auth import kept, leaving, resetting, signing_in, signing_up, verifying

_GET = ["GET"]
_POST = ["POST"]

routes = [
    Route("/auth/login", signing_in.show_login, methods=_GET),
    Route("/auth/login", signing_in.login, methods=_POST),
    Route("/auth/totp", signing_in.show_totp, methods=_GET),
    Route("/auth/totp", signing_in.check_totp, methods=_POST),
    Route("/auth/signup", signing_up.show_signup, methods=_GET),
    Route("/auth/signup", signing_up.signup, methods=_POST),
    Route("/auth/phone", verifying.show_phone, methods=_GET),
    Route("/auth/phone", verifying.give_phone, methods=_POST),
    Route("/auth/verify", verifying.show_verify, methods=_GET),
    Route("/auth/verify", verifying.verify, methods=_POST),
    Route("/auth/verify/resend", verifying.resend, methods=_POST),
    Route("/auth/verify-email", verifying.show_verify_email, methods=_GET),
    Route("/auth/verify-email", verifying.verify_email, methods=_POST),
    Route("/auth/forgot", resetting.show_forgot, methods=_GET),
    Route("/auth/forgot", resetting.forgot, methods=_POST),
    Route("/auth/reset", resetting.show_reset, methods=_GET),
    Route("/auth/reset", resetting.reset, methods=_POST),
    Route("/auth/logout", leaving.logout, methods=_POST),
    Route("/auth/logout-everywhere", leaving.logout_everywhere, methods=_POST),
    Route("/auth/continue", kept.show_continue, methods=_GET),
    Route("/auth/continue", kept.send_again, methods=_POST),
    Route("/auth/continue/discard", kept.discard, methods=_POST),
]
