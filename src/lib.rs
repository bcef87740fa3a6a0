//! Converts annotated image data sets.
