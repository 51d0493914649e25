"""Tables of logistics. Start at `consignments.py`; the network is in `network.py`."""
