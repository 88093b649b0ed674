"""Who is one person: identifiers, the evidence that joins them, and whom each month names."""
