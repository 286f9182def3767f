"""Lists that people download elsewhere, read into the catalog: one file per step."""
