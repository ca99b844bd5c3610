"""What people do to a mission on its way, from request to appraisal: each step in one transaction."""
