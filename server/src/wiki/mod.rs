//! The wiki: its API, its titles, our blocks in its pages.
