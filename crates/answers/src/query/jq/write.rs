//! A result as JSON. The library's own writer writes more than that: `NaN`, names without quotes, bytes.

use super::error::JqError;
use jaq_json::{Num, Val, write};
use std::io::Write as _;

/// Up to here every whole number of a float is written with its digits, as jq does.
const MOST_DIGITS: f64 = 1e17;

pub(super) fn value(into: &mut Vec<u8>, value: &Val) -> Result<(), JqError> {
    match value {
        Val::Num(Num::Float(number)) => float(into, *number),
        Val::Arr(elements) => {
            into.push(b'[');
            for (at, element) in elements.iter().enumerate() {
                separate(into, at);
                self::value(into, element)?;
            }
            into.push(b']');
            Ok(())
        }
        Val::Obj(members) => {
            into.push(b'{');
            for (at, (name, member)) in members.iter().enumerate() {
                separate(into, at);
                if !matches!(name, Val::TStr(_)) {
                    return Err(failed("an object has a name that is no text"));
                }
                self::value(into, name)?;
                into.push(b':');
                self::value(into, member)?;
            }
            into.push(b'}');
            Ok(())
        }
        Val::BStr(_) => Err(failed("a result is bytes and no text")),
        Val::TStr(text) if std::str::from_utf8(text).is_err() => {
            plain(into, &Val::utf8_str(String::from_utf8_lossy(text).into_owned()))
        }
        other => plain(into, other),
    }
}

fn separate(into: &mut Vec<u8>, at: usize) {
    if at > 0 {
        into.push(b',');
    }
}

/// A number that was computed. One that came is as it came.
fn float(into: &mut Vec<u8>, number: f64) -> Result<(), JqError> {
    if number.is_nan() {
        return plain(into, &Val::Null);
    }
    if number.is_infinite() {
        return Err(failed("a number is infinite: divided by zero, or too large"));
    }
    match number.fract() == 0.0 && number.abs() < MOST_DIGITS {
        true => Ok(write!(into, "{number:.0}")?),
        false => plain(into, &Val::Num(Num::Float(number))),
    }
}

fn plain(into: &mut Vec<u8>, value: &Val) -> Result<(), JqError> {
    Ok(write::write(into, &write::Pp::default(), 0, value)?)
}

fn failed(why: &str) -> JqError {
    JqError::Failed(why.to_owned())
}
