"""Checks of a return: pure rules over what was typed and what was published before."""
