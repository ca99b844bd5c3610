"""One file per group of commands; ``service.cli`` lists them."""
