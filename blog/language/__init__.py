"""What a Dutch text is made of: sentences, words that are hard, spelling. Pure; knows no Django."""
