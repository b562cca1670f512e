"""What `make check` runs before any test: style, types, layers, house rules, templates, texts, sizes, migrations."""
