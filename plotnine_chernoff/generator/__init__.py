"""StyleGAN2 in Keras 3: configuration, mapping, synthesis, arithmetic.

Only `config` may be imported without loading Keras. Nothing in here knows of
attributes, files or plotnine.
"""
