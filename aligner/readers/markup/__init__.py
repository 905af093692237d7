"""Markup as paragraphs: HTML trees, damaged XML, inline elements, raised figures."""
