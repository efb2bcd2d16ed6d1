//! Mail: what is made of messages as they really come.

mod intake;
mod joining;
mod placing;
