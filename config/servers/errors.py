class ServerError(Exception):
    """A server cannot be had or does not start; the text is one sentence for the operator that says what to do."""
