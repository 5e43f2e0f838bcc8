"""The toolkit every panel is made of: `canvas` and `stamps` draw, `controls` and `player` move, `base` joins them.

`picture` is what the browser shows, `words` says numbers, and `server` is for Jupyter's server.
"""
