"""What tests build on: people, data, a database server, a browser."""
