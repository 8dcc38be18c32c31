//! A point of interest and the limits Adobe publishes for its fields (`headers-and-parameters.md`). Keeping it is left
//! to the organisation.

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::{Number, Value};

/// A point of interest in the order Adobe writes its fields.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Poi {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) description: String,
    pub(super) location: Location,
    /// Metres from the centre to the edge of the fence.
    pub(super) radius: Number,
    pub(super) country: String,
    pub(super) state: String,
    pub(super) city: String,
    pub(super) street: String,
    pub(super) category: String,
    pub(super) icon: String,
    pub(super) color: String,
    pub(super) metadata: IndexMap<String, String>,
    pub(super) lib_id: String,
}

/// GeoJSON: longitude first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Location {
    pub(super) r#type: &'static str,
    pub(super) coordinates: [f64; 2],
}

impl Location {
    pub(super) fn point(longitude: f64, latitude: f64) -> Self {
        Self { r#type: "Point", coordinates: [longitude, latitude] }
    }
}

impl Poi {
    /// Reads the whole of a POI from a request; what is left out becomes empty. `Err` says which limit is broken.
    pub(super) fn read(id: String, body: &Value) -> Result<Self, String> {
        if !body.is_object() {
            return Err("a POI must be a JSON object".to_owned());
        }
        Ok(Self {
            id,
            // The published table calls the name optional, unlike a library's.
            name: text(body, "name", 512)?,
            description: text(body, "description", 512)?,
            location: location(body)?,
            radius: radius(body)?,
            country: text(body, "country", 32)?,
            state: text(body, "state", 32)?,
            city: text(body, "city", 32)?,
            street: text(body, "street", 256)?,
            category: text(body, "category", 100)?,
            // Adobe's import script has closed lists of icons and colours; the service's samples leave them.
            icon: text(body, "icon", 50)?,
            color: text(body, "color", 8)?,
            metadata: metadata(body)?,
            lib_id: required(text(body, "lib_id", 64)?, "lib_id")?,
        })
    }

    pub(super) fn longitude(&self) -> f64 {
        self.location.coordinates[0]
    }

    pub(super) fn latitude(&self) -> f64 {
        self.location.coordinates[1]
    }

    pub(super) fn radius_metres(&self) -> f64 {
        self.radius.as_f64().unwrap_or_default()
    }
}

/// `field` of `body` as text of at most `limit` characters; empty when left out or null.
pub(super) fn text(body: &Value, field: &str, limit: usize) -> Result<String, String> {
    let text = match &body[field] {
        Value::Null => "",
        Value::String(text) => text,
        _ => return Err(format!("{field} must be a string")),
    };
    if text.chars().count() > limit {
        return Err(format!("{field} must not exceed {limit} characters"));
    }
    Ok(text.to_owned())
}

/// `text`, unless it is empty.
pub(super) fn required(text: String, field: &str) -> Result<String, String> {
    if text.trim().is_empty() { Err(format!("{field} is required")) } else { Ok(text) }
}

fn location(body: &Value) -> Result<Location, String> {
    let location = &body["location"];
    if location.is_null() {
        return Err("location is required".to_owned());
    }
    if location["type"] != "Point" {
        return Err("location.type must be Point".to_owned());
    }
    let numbers: Option<Vec<f64>> = location["coordinates"]
        .as_array()
        .and_then(|pair| pair.iter().map(Value::as_f64).collect());
    let Some(&[longitude, latitude]) = numbers.as_deref() else {
        return Err("location.coordinates must be [longitude, latitude]".to_owned());
    };
    if !(-180.0..=180.0).contains(&longitude) {
        return Err("longitude must be between -180 and 180".to_owned());
    }
    if !(-85.0..=85.0).contains(&latitude) {
        return Err("latitude must be between -85 and 85".to_owned());
    }
    Ok(Location::point(longitude, latitude))
}

fn radius(body: &Value) -> Result<Number, String> {
    // One page about bulk upload says 20,000 metres; the API's table and Adobe's script say 2,000.
    match &body["radius"] {
        Value::Null => Err("radius is required".to_owned()),
        Value::Number(metres) if (10.0..=2000.0).contains(&metres.as_f64().unwrap_or_default()) => {
            Ok(metres.clone())
        }
        Value::Number(_) => Err("radius must be between 10 and 2000".to_owned()),
        _ => Err("radius must be a number".to_owned()),
    }
}

fn metadata(body: &Value) -> Result<IndexMap<String, String>, String> {
    let pairs = match &body["metadata"] {
        Value::Null => return Ok(IndexMap::new()),
        Value::Object(pairs) => pairs,
        _ => return Err("metadata must be an object".to_owned()),
    };
    if pairs.len() > 10 {
        return Err("metadata must not exceed 10 pairs".to_owned());
    }
    let mut metadata = IndexMap::with_capacity(pairs.len());
    for (key, value) in pairs {
        let value = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Bool(flag) => flag.to_string(),
            _ => return Err(format!("metadata.{key} must be a string")),
        };
        if key.chars().count() > 256 || value.chars().count() > 256 {
            return Err("metadata keys and values must not exceed 256 characters".to_owned());
        }
        metadata.insert(key.clone(), value);
    }
    Ok(metadata)
}

#[cfg(test)]
mod tests {
    use super::Poi;
    use rstest::rstest;
    use serde_json::{Value, json};

    fn with(field: &str, value: Value) -> Result<Poi, String> {
        let mut body = json!({
            "name": "Harbour Cafe", "radius": 75, "lib_id": "a",
            "location": { "type": "Point", "coordinates": [-0.1278, 51.5074] },
        });
        body[field] = value;
        Poi::read("id".to_owned(), &body)
    }

    #[rstest]
    #[case("name", json!("x".repeat(512)), json!("x".repeat(513)))]
    #[case("description", json!("é".repeat(512)), json!("é".repeat(513)))]
    #[case("radius", json!(10), json!(9.99))]
    #[case("radius", json!(2000.0), json!(2001))]
    #[case("country", json!("x".repeat(32)), json!("x".repeat(33)))]
    #[case("state", json!(null), json!(7))]
    #[case("city", json!("x".repeat(32)), json!("x".repeat(33)))]
    #[case("street", json!("x".repeat(256)), json!("x".repeat(257)))]
    #[case("category", json!("x".repeat(100)), json!("x".repeat(101)))]
    #[case("icon", json!("x".repeat(50)), json!("x".repeat(51)))]
    #[case("color", json!("#3E76D0FF"[..8]), json!("#3E76D0FF"))]
    #[case("lib_id", json!("b"), json!(""))]
    #[case("location", json!({ "type": "Point", "coordinates": [180, -85] }), json!(null))]
    #[case("location", json!({ "type": "Point", "coordinates": [-180, 85] }),
                       json!({ "type": "Point", "coordinates": [180.1, 0] }))]
    #[case("location", json!({ "type": "Point", "coordinates": [0, 0] }),
                       json!({ "type": "Point", "coordinates": [0, 85.1] }))]
    #[case("location", json!({ "type": "Point", "coordinates": [0, 0] }),
                       json!({ "type": "Polygon", "coordinates": [0, 0] }))]
    #[case("location", json!({ "type": "Point", "coordinates": [0, 0] }),
                       json!({ "type": "Point", "coordinates": [0, 0, 0] }))]
    #[case("metadata", json!({ "brand": "Demo", "seats": 40 }), json!(["brand"]))]
    #[case("metadata", json!({ "k": "v".repeat(256) }), json!({ "k": "v".repeat(257) }))]
    fn each_limit_is_kept(#[case] field: &str, #[case] good: Value, #[case] wrong: Value) {
        assert!(with(field, good).is_ok());
        assert!(with(field, wrong).is_err());
    }

    #[test]
    fn ten_pairs_of_metadata_are_the_most() {
        let pairs = |n: u32| Value::Object((0..n).map(|i| (i.to_string(), json!("x"))).collect());
        assert!(with("metadata", pairs(10)).is_ok());
        assert!(with("metadata", pairs(11)).is_err());
    }
}
