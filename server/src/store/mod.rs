//! The record in MariaDB.
