"""The web application, put together: areas, middleware, error handlers, start and stop."""
