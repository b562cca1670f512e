"""The pages: a folder per area, each with its routes, forms and templates."""
