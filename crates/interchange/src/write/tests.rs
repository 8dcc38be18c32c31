//! The formats, each as its tool expects it.
