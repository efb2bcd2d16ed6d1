//! Pages, as functions of what they show.
