//! Routes, guards and errors.
