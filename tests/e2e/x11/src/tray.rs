//! A status notifier host, as a desktop has one: it takes items, and a second call of this program reads their menus and
//! chooses in them (freedesktop.org, StatusNotifierItem; com.canonical.dbusmenu).

use anyhow::{Context as _, Result, bail};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use zbus::blocking::{Connection, connection};
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const PATH: &str = "/StatusNotifierWatcher";
const ITEM: &str = "org.kde.StatusNotifierItem";
const MENU: &str = "com.canonical.dbusmenu";

struct Watcher {
    items: Arc<Mutex<Vec<String>>>,
}

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&mut self, service: &str) {
        self.items.lock().unwrap_or_else(PoisonError::into_inner).push(service.to_owned());
    }

    fn register_status_notifier_host(&mut self, _service: &str) {}

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        self.items.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }
}

/// Takes items until it is killed.
pub(crate) fn host() -> Result<()> {
    let watcher = Watcher { items: Arc::default() };
    let _bus = connection::Builder::session()?
        .name(WATCHER)?
        .serve_at(PATH, watcher)?
        .build()
        .context("becoming the tray's host")?;
    println!("ready");
    loop {
        std::thread::park();
    }
}

/// The labels of the newest item's menu, a line each.
pub(crate) fn menu() -> Result<String> {
    let lines = Menu::open()?.lines()?;
    Ok(lines.into_iter().map(|(_, label)| label).collect::<Vec<_>>().join("\n"))
}

/// Clicks the first line of the newest item's menu that begins so.
pub(crate) fn choose(begins: &str) -> Result<()> {
    let menu = Menu::open()?;
    let Some((id, _)) = menu.lines()?.into_iter().find(|(_, label)| label.starts_with(begins))
    else {
        bail!("no line begins with {begins:?}");
    };
    let event = (id, "clicked", Value::from(0_i32), 0_u32);
    menu.call("Event", &event)?;
    Ok(())
}

struct Menu {
    bus: Connection,
    owner: String,
    path: OwnedObjectPath,
}

impl Menu {
    fn open() -> Result<Self> {
        let bus = Connection::session()?;
        let items: Vec<String> =
            property(&bus, WATCHER, PATH, WATCHER, "RegisteredStatusNotifierItems")?;
        let item = items.last().context("no item has registered")?;
        let owner = item.split('/').next().unwrap_or(item).to_owned();
        let path = property(&bus, &owner, "/StatusNotifierItem", ITEM, "Menu")?;
        Ok(Self { bus, owner, path })
    }

    fn call<B: serde::Serialize + zbus::zvariant::DynamicType>(
        &self,
        method: &str,
        body: &B,
    ) -> Result<zbus::Message> {
        let (to, path) = (Some(self.owner.as_str()), self.path.as_str());
        Ok(self.bus.call_method(to, path, Some(MENU), method, body)?)
    }

    /// Numbers and labels, once it was told that it is about to be shown.
    fn lines(&self) -> Result<Vec<(i32, String)>> {
        self.call("AboutToShow", &(0_i32,))?;
        let wanted: Vec<&str> = Vec::new();
        let answer = self.call("GetLayout", &(0_i32, -1_i32, wanted))?;
        type Node = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);
        let (_, (_, _, children)): (u32, Node) = answer.body().deserialize()?;
        let mut lines = Vec::new();
        for child in children {
            let (id, properties, _): Node = child.try_into()?;
            let label =
                properties.get("label").and_then(|label| String::try_from(label.clone()).ok());
            lines.extend(label.map(|label| (id, label.replace("__", "_"))));
        }
        Ok(lines)
    }
}

fn property<T: TryFrom<OwnedValue>>(
    bus: &Connection,
    to: &str,
    path: &str,
    interface: &str,
    name: &str,
) -> Result<T>
where
    T::Error: std::error::Error + Send + Sync + 'static,
{
    let properties = Some("org.freedesktop.DBus.Properties");
    let answer = bus.call_method(Some(to), path, properties, "Get", &(interface, name))?;
    let value: OwnedValue = answer.body().deserialize()?;
    Ok(T::try_from(value)?)
}
