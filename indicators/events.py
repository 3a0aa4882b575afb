"""News for the apps above: what they subscribe to instead of being called from here."""

from django.dispatch import Signal

# Sent inside the transaction that wrote figures or definitions. Receivers may only enqueue work for after the commit.
calculations_requested = Signal()
