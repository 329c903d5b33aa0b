"""The composition root: the one place that knows concrete adapters and puts them together."""
