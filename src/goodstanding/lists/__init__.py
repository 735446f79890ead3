"""Red, black and key scrutiny lists: proposed, told, heard, decided, published, ended."""
