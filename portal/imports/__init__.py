"""Files into the catalogue: reading tables, mapping their columns, checking, and then all or nothing."""
