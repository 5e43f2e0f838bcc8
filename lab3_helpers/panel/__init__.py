"""The toolkit every panel is made of: `canvas` and `stamps` draw, `controls` move, `base` joins them.

`picture` is what runs in the browser, `words` says numbers, and `server` is for Jupyter's server.
"""
