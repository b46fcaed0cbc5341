"""Letters waiting to leave and work waiting to be done, kept in the transaction that caused them."""
