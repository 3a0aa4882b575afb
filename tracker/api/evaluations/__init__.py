"""`evaluations/…`: rounds, the facts they rest on, score cards; inside the areas of the account alone."""
