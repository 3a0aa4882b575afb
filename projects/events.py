"""News for this app's own receivers and the apps above: what they subscribe to instead of being called from here."""

from django.dispatch import Signal

# Sent inside the transaction that changed what counts as revitalised land. Receivers may only enqueue work for after
# the commit.
land_changed = Signal()
