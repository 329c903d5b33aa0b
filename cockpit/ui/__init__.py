"""The window: shows snapshots and hands on what people want. The only room that knows Qt."""
