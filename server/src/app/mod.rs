//! What the service does, for whoever asks.
