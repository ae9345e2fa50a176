"""房屋守则: the rules of the house, each as a test that says why it exists."""
