"""SQL: a file per noun, plain functions of a transaction."""
