"""What the shop counts, as a metrics page and as a small Prometheus."""
