"""What the law says and whether it is in force; what stops when it is not."""
