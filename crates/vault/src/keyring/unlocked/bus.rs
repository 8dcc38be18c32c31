//! A session bus on one socket, for calls whose answers are waited for right away. Nothing is listened to but these.

use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::env;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::os::unix::net::UnixStream;
use zbus::message::{Message, NATIVE_ENDIAN_SIG, Type};
use zbus::zvariant::serialized::{Context, Data};
use zbus::zvariant::{DynamicType, Endian, Type as HasSignature, Value};

/// Says who we are by the socket alone, and begins, without waiting for the answers.
pub(super) const GREETING: &[u8] = b"\0AUTH EXTERNAL\r\nDATA\r\nBEGIN\r\n";
/// The first four numbers of a message: what it is, the length of its body, its serial, the length of its fields.
pub(super) const HEAD: usize = 16;
/// The field that says which call is answered.
const REPLY_SERIAL: u8 = 5;
/// An entry of the keyring's, and far more than an answer to us takes.
const LIMIT: usize = 1 << 20;
/// Where the Secret Service is.
const SECRETS: &str = "org.freedesktop.secrets";

/// A connection to the person's bus.
pub(super) struct Bus {
    stream: BufReader<UnixStream>,
    /// Answers that came before they were asked for.
    early: HashMap<u32, Answer>,
}

/// The call that an answer belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Call(u32);

struct Answer {
    is_error: bool,
    body: Vec<u8>,
}

impl Bus {
    /// The bus that the environment names.
    pub(super) fn session() -> Option<Self> {
        let address = env::var("DBUS_SESSION_BUS_ADDRESS").ok()?;
        Self::over(UnixStream::connect(path_in(&address)?).ok()?)
    }

    pub(super) fn over(stream: UnixStream) -> Option<Self> {
        let mut bus = Self { stream: BufReader::new(stream), early: HashMap::new() };
        let hello = Message::method_call("/org/freedesktop/DBus", "Hello").ok()?;
        let hello = hello.destination("org.freedesktop.DBus").ok()?;
        let hello = hello.interface("org.freedesktop.DBus").ok()?.build(&()).ok()?;
        bus.send(&[GREETING, hello.data()].concat()).ok()?;
        bus.expect_line("DATA")?;
        bus.expect_line("OK ")?;
        Some(bus)
    }

    /// Calls the Secret Service.
    pub(super) fn call(
        &mut self,
        path: &str,
        interface: &str,
        method: &str,
        arguments: &(impl Serialize + DynamicType),
    ) -> Option<Call> {
        let call = Message::method_call(path, method).ok()?.destination(SECRETS).ok()?;
        let call = call.interface(interface).ok()?.build(arguments).ok()?;
        self.send(call.data()).ok()?;
        Some(Call(call.primary_header().serial_num().get()))
    }

    /// Waits for the answer to a call; none when it is an error or of another kind.
    pub(super) fn answer<T: DeserializeOwned + HasSignature>(&mut self, call: Call) -> Option<T> {
        // Answers may come in another order than the calls, and signals between them.
        let answer = loop {
            if let Some(answer) = self.early.remove(&call.0) {
                break answer;
            }
            self.receive()?;
        };
        if answer.is_error {
            return None;
        }
        Some(Data::new(answer.body, context(0)).deserialize().ok()?.0)
    }

    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.get_mut().write_all(bytes)
    }

    fn expect_line(&mut self, begin: &str) -> Option<()> {
        let mut line = Vec::new();
        // Whatever listens at that address must not fill the memory with a line that never ends.
        (&mut self.stream).take(LIMIT as u64).read_until(b'\n', &mut line).ok()?;
        line.starts_with(begin.as_bytes()).then_some(())
    }

    /// Takes a message, which is kept when it is an answer.
    fn receive(&mut self) -> Option<()> {
        let mut head = [0; HEAD];
        self.stream.read_exact(&mut head).ok()?;
        let length = |at: usize| {
            let bytes = head[at..at + 4].try_into().ok()?;
            usize::try_from(u32::from_ne_bytes(bytes)).ok().filter(|length| *length <= LIMIT)
        };
        let (body, fields) = (length(4)?, length(12)?);
        if head[0] != NATIVE_ENDIAN_SIG as u8 {
            return None;
        }
        let mut rest = vec![0; fields.next_multiple_of(8) + body];
        self.stream.read_exact(&mut rest).ok()?;
        let body = rest.split_off(fields.next_multiple_of(8));
        let is_error = head[1] == Type::Error as u8;
        if is_error || head[1] == Type::MethodReturn as u8 {
            let listed = Data::new([&head[12..], &rest[..fields]].concat(), context(12));
            let (listed, _): (Vec<(u8, Value<'_>)>, _) = listed.deserialize().ok()?;
            let (_, serial) = listed.into_iter().find(|(field, _)| *field == REPLY_SERIAL)?;
            self.early.insert(u32::try_from(serial).ok()?, Answer { is_error, body });
        }
        Some(())
    }
}

pub(super) fn context(position: usize) -> Context {
    Context::new_dbus(Endian::from(NATIVE_ENDIAN_SIG), position)
}

/// The path of a bus's socket, when its address is the one that systemd and the D-Bus daemon give: `unix:path=…,guid=…`.
fn path_in(address: &str) -> Option<&str> {
    let path = address.strip_prefix("unix:path=")?.split(',').next()?;
    // More than one address, or a path with letters that are spelled out.
    (!path.contains([';', '%'])).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::super::fake_bus::{WELCOME, bus_with};
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::systemd("unix:path=/run/user/1000/bus", Some("/run/user/1000/bus"))]
    #[case::daemon("unix:path=/tmp/dbus-x,guid=0a", Some("/tmp/dbus-x"))]
    #[case::spelled_out("unix:path=/tmp/a%20b", None)]
    #[case::several("unix:path=/tmp/a;unix:path=/tmp/b", None)]
    #[case::abstract_name("unix:abstract=/tmp/dbus-x", None)]
    #[case::network("tcp:host=localhost,port=1", None)]
    fn only_a_plain_path_is_gone_to(#[case] address: &str, #[case] expected: Option<&str>) {
        assert_eq!(path_in(address), expected);
    }

    fn ask(bus: &mut Bus, text: &str) -> Call {
        bus.call("/a", "b.C", "D", &text).unwrap()
    }

    #[test]
    fn answers_are_told_apart_whatever_comes_between_them() {
        let mut bus = bus_with(WELCOME, &[2], |asked| {
            let signal = Message::signal("/a", "b.C", "D").unwrap().build(&"passing").unwrap();
            let [first, second] = ["first", "second"];
            [&*asked[1].answer(&second), signal.data(), &asked[0].answer(&first)].concat()
        })
        .unwrap();
        let (first, second) = (ask(&mut bus, "one"), ask(&mut bus, "two"));
        assert_eq!(bus.answer::<String>(first).as_deref(), Some("first"));
        assert_eq!(bus.answer::<String>(second).as_deref(), Some("second"));
    }

    #[test]
    fn a_refusal_and_an_answer_of_another_kind_are_none() {
        let mut bus =
            bus_with(WELCOME, &[2], |asked| [asked[0].refusal(), asked[1].answer(&"x")].concat())
                .unwrap();
        let (first, second) = (ask(&mut bus, "one"), ask(&mut bus, "two"));
        assert_eq!(bus.answer::<String>(first), None);
        assert_eq!(bus.answer::<(String, String)>(second), None);
    }

    #[rstest]
    #[case::hung_up(Vec::new())]
    #[case::half_a_message(vec![NATIVE_ENDIAN_SIG as u8, 2, 0, 1])]
    #[case::nonsense(vec![0; 64])]
    #[case::without_end(vec![0xFF; 64])]
    fn a_bus_that_makes_no_sense_is_none(#[case] said: Vec<u8>) {
        let mut bus = bus_with(WELCOME, &[1], move |_| said.clone()).unwrap();
        let call = ask(&mut bus, "one");
        assert_eq!(bus.answer::<String>(call), None);
    }

    #[rstest]
    #[case::rejected("REJECTED EXTERNAL\r\n")]
    #[case::rejected_late("DATA\r\nREJECTED\r\n")]
    #[case::error("ERROR\r\n")]
    fn a_bus_that_does_not_let_us_in_is_none(#[case] welcome: &'static str) {
        assert!(bus_with(welcome, &[], |_| Vec::new()).is_none());
    }
}
