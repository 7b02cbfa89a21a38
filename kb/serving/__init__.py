"""What stands between the network and the pages: who may ask, what is told where there is no page,
and how the server starts.
"""
