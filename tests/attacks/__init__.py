"""What people try who mean no good, or do not know better."""
