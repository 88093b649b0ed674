"""What is due, planned and disposed of: records by month, and chatward's own records of people."""
