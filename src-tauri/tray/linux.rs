//! The tray of Linux desktops: a status notifier item on the session's bus (KDE, Xfce, Cinnamon; GNOME with its extension).
//! Without a host that shows it there is none.

use super::menu::{Choice, Entry, Menu, VERBS};
use ksni::blocking::{Handle, TrayMethods as _};
use ksni::menu::StandardItem;
use ksni::{Icon, MenuItem, Tray};
use tauri::{AppHandle, Runtime};

pub(crate) struct Shown(Handle<Item>);

pub(crate) struct Item {
    entries: Vec<Entry>,
    icon: Vec<Icon>,
    menu: Menu,
}

pub(super) fn show<R: Runtime>(app: &AppHandle<R>, menu: Menu) -> Option<Shown> {
    let icon = app.default_window_icon().map(argb_icon).into_iter().collect();
    Item { entries: (menu.look)(), icon, menu }.spawn().ok().map(Shown)
}

pub(super) fn remove<R: Runtime>(_: &AppHandle<R>, Shown(handle): Shown) {
    handle.shutdown().wait();
}

/// The window's icon in the order of bytes that the bus wants.
fn argb_icon(image: &tauri::image::Image<'_>) -> Icon {
    let pixels = image.rgba().chunks_exact(4);
    let data = pixels.flat_map(|pixel| [pixel[3], pixel[0], pixel[1], pixel[2]]).collect();
    let side = |length: u32| i32::try_from(length).unwrap_or_default();
    Icon { width: side(image.width()), height: side(image.height()), data }
}

impl Tray for Item {
    fn id(&self) -> String {
        "mudbrick".to_owned()
    }

    fn title(&self) -> String {
        "Mudbrick".to_owned()
    }

    fn icon_pixmap(&self) -> Vec<Icon> {
        self.icon.clone()
    }

    fn activate(&mut self, _x: i32, _y: i32) {
        (self.menu.choose)(Choice::Quick);
    }

    fn menu_about_to_show(&mut self) {
        self.entries = (self.menu.look)();
    }

    fn menu(&self) -> Vec<MenuItem<Self>> {
        let profiles = self
            .entries
            .iter()
            .map(|entry| menu_line(&entry.label, Choice::Copy(entry.id.clone())));
        let separator = (!self.entries.is_empty()).then_some(MenuItem::Separator);
        let verbs = VERBS.into_iter().map(|(label, choice)| menu_line(label, choice));
        profiles.chain(separator).chain(verbs).collect()
    }
}

fn menu_line(label: &str, choice: Choice) -> MenuItem<Item> {
    StandardItem {
        // A single one would mark a key.
        label: label.replace('_', "__"),
        activate: Box::new(move |item: &mut Item| (item.menu.choose)(choice.clone())),
        ..StandardItem::default()
    }
    .into()
}
