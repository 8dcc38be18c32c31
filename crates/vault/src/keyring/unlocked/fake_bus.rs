//! The other end of a bus, for tests: it lets in or not, and says to each call what the test wants.

use super::bus::{Bus, GREETING, HEAD, context};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::thread;
use zbus::message::Message;
use zbus::zvariant::serialized::Data;
use zbus::zvariant::{DynamicType, Type};

/// What a bus that lets everybody in says.
pub(super) const WELCOME: &str = "DATA\r\nOK 0a\r\n";

/// A call as it came.
pub(super) struct Asked {
    serial: u32,
    body: Vec<u8>,
}

impl Asked {
    pub(super) fn arguments<T: DeserializeOwned + Type>(&self) -> T {
        Data::new(&self.body[..], context(0)).deserialize().unwrap().0
    }

    pub(super) fn answer(&self, value: &(impl Serialize + DynamicType)) -> Vec<u8> {
        let answer = Message::method_return(&self.call().header()).unwrap().build(value).unwrap();
        answer.data().to_vec()
    }

    pub(super) fn refusal(&self) -> Vec<u8> {
        let error = "org.freedesktop.DBus.Error.Failed";
        let error = Message::error(&self.call().header(), error).unwrap().build(&"no").unwrap();
        error.data().to_vec()
    }

    fn call(&self) -> Message {
        let call = Message::method_call("/x", "X").unwrap();
        call.serial(self.serial.try_into().unwrap()).build(&()).unwrap()
    }
}

/// A bus that says `welcome`, and after so many calls behind Hello what `answers` makes of them, all at once. It does so again
/// for as many calls as each later number says, and then hangs up.
pub(super) fn bus_with(
    welcome: &'static str,
    calls: &'static [usize],
    mut answers: impl FnMut(&[Asked]) -> Vec<u8> + Send + 'static,
) -> Option<Bus> {
    let (ours, mut theirs) = UnixStream::pair().unwrap();
    thread::spawn(move || {
        let mut greeting = [0; GREETING.len()];
        theirs.read_exact(&mut greeting).unwrap();
        assert_eq!(greeting, GREETING);
        theirs.write_all(welcome.as_bytes()).unwrap();
        // Hello.
        next_call(&mut theirs);
        for count in calls {
            let asked: Option<Vec<Asked>> = (0..*count).map(|_| next_call(&mut theirs)).collect();
            // A client that has seen enough calls no more.
            let Some(asked) = asked else { return };
            theirs.write_all(&answers(&asked)).unwrap();
        }
    });
    Bus::over(ours)
}

fn next_call(stream: &mut UnixStream) -> Option<Asked> {
    let mut head = [0; HEAD];
    stream.read_exact(&mut head).ok()?;
    let number = |at: usize| u32::from_ne_bytes(head[at..at + 4].try_into().unwrap());
    let fields = number(12).next_multiple_of(8) as usize;
    let mut rest = vec![0; fields + number(4) as usize];
    stream.read_exact(&mut rest).ok()?;
    Some(Asked { serial: number(8), body: rest.split_off(fields) })
}
