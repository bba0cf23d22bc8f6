"""Who reported it, from where, and on whose authority."""
