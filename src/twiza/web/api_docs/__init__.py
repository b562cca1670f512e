"""The API's reference as a page of the site: readable offline, without a script."""
