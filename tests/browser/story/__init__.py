"""The steps of a mission in a browser, one file for each room of the story; the same steps serve every variant."""
