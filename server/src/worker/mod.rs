//! Carries out what the outbox holds.
