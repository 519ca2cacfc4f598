"""Faces over HTTP: an address for every face, and a page to map data by hand.

May import everything but `cli`; FastAPI, Shiny and uvicorn come with the
extra `serve`.
"""
