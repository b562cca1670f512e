"""Twiza: one Moroccan marketplace for services: order, book, hire."""
