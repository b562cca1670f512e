"""The bell: notices inside the product, live."""
