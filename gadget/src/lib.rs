//! Gadget.
