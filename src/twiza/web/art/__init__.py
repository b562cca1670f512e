"""Twiza's art, made from geometry: the mark, zellige patterns, the mosaic band, arches and service covers.

Every function returns SVG text. `python -m twiza.web.art.draw` writes the files under static/art again.
"""
