//! The one clock that people see.
