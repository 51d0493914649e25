"""The rows of the example valley: literals only, invented, no rule and no call.

One module per family of goods, and sellers, buyers, people, marks of origin.
"""
