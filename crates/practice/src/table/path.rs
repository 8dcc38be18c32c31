//! Paths as the specifications write them: `/batches/{batch}/files`. Which path a call means is decided by the table.

use serde::{Deserialize, Deserializer};

/// A path with inputs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Path(Vec<Segment>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Segment {
    Literal(String),
    Input(String),
}

impl<'de> Deserialize<'de> for Path {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::parse(&String::deserialize(deserializer)?))
    }
}

impl Path {
    pub(crate) fn parse(text: &str) -> Self {
        let segment = |text: &str| match text.strip_prefix('{').and_then(|t| t.strip_suffix('}')) {
            Some(name) => Segment::Input(name.to_owned()),
            None => Segment::Literal(text.to_owned()),
        };
        Self(text.split('/').filter(|text| !text.is_empty()).map(segment).collect())
    }

    /// How many segments it has.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// How many of its segments are words rather than inputs: of two paths that fit, the one with more words is meant.
    pub(crate) fn words(&self) -> usize {
        self.0.iter().filter(|segment| matches!(segment, Segment::Literal(_))).count()
    }

    /// What stands for each input, when the first segments of `segments` are this path.
    pub(crate) fn inputs(&self, segments: &[&str]) -> Option<Vec<(&str, String)>> {
        if segments.len() < self.0.len() {
            return None;
        }
        let mut inputs = Vec::new();
        for (segment, given) in self.0.iter().zip(segments) {
            match segment {
                Segment::Literal(word) if word == given => {}
                Segment::Literal(_) => return None,
                Segment::Input(name) => inputs.push((name.as_str(), (*given).to_owned())),
            }
        }
        Some(inputs)
    }
}

impl std::fmt::Display for Path {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for segment in &self.0 {
            match segment {
                Segment::Literal(word) => write!(f, "/{word}")?,
                Segment::Input(name) => write!(f, "/{{{name}}}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Path;

    #[test]
    fn a_path_tells_its_inputs() {
        let path = Path::parse("/batches/{batch}/files");
        assert_eq!(path.inputs(&["batches", "a", "files"]), Some(vec![("batch", "a".to_owned())]));
        assert_eq!(path.inputs(&["batches", "a"]), None);
        assert_eq!(path.inputs(&["batches", "a", "meta"]), None);
        assert_eq!((path.to_string().as_str(), path.words()), ("/batches/{batch}/files", 2));
    }
}
