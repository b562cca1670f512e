"""The colours of a cover: a ground, its pattern, the arch, and what stands before it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    near: str
    deep: str
    line: str
    arch: str
    light: str
    accent: str
    ink: str


BLUE = Palette("#4a3fd8", "#2a2389", "#b1b6ff", "#5d54ea", "#f5f6ff", "#feb72f", "#16134a")
SAFFRON = Palette("#ffca64", "#f39d10", "#784114", "#ffdf9e", "#fffaf0", "#3e31c1", "#572f14")
TERRACOTTA = Palette("#ee7d55", "#c44720", "#ffe6dc", "#f59a78", "#fff4f0", "#ffca64", "#561f14")
MINT = Palette("#1ea578", "#0a5f43", "#d3f9e9", "#35bd90", "#eefdf6", "#ffca64", "#073a29")
SAND = Palette("#f6efe4", "#e4d8c4", "#a58a5f", "#fffaf1", "#ffffff", "#c44720", "#292a3a")
NIGHT = Palette("#2b2a5e", "#12112e", "#8b8cfe", "#3a3880", "#edeef4", "#feb72f", "#0a0b15")
