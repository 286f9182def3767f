"""The composition root: the one place that builds objects. A command loads only the module that it needs of it."""
