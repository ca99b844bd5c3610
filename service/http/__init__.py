"""What all requests and answers over HTTP share: one convention a file."""
