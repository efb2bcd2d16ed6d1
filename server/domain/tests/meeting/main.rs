//! Promises, positions and meetings over time.

mod desk;
mod promises;
mod scenarios;
mod staleness;
