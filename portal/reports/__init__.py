"""One report of tables and texts, and a writer for each file format."""
