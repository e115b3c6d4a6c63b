"""A file arrives: recognise it, fingerprint it, keep the original. Nothing is ever overwritten."""

from pipeline.deliveries.delivery import Delivery, fingerprint, kept

__all__ = ["Delivery", "fingerprint", "kept"]
