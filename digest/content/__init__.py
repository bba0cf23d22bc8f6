"""What the author writes: front matter, registries, and the library made of them."""
