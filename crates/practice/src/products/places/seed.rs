//! The libraries an organisation starts with: invented cafés, museums, shops and stages at real places.

use super::organisation::Organisation;
use super::poi::{Location, Poi};
use crate::products::dice::Dice;
use indexmap::IndexMap;
use serde_json::Number;

/// Country, state, city, quarter, street, latitude, longitude: tab-separated, one a line.
const SPOTS: &str = include_str!("spots.tsv");

const MUSEUMS: [&str; 12] = [
    "Museum of Everyday Tools",
    "Museum of Small Boats",
    "Clockwork Museum",
    "House of Letters",
    "Museum of Weather",
    "Typeface Museum",
    "Museum of Bread",
    "Tram Museum",
    "Museum of Quiet Machines",
    "Paper Museum",
    "Museum of Street Sounds",
    "Botanical Drawing Gallery",
];

/// Name, latitude, longitude, radius of the festival's places in Lisbon: wide fences that lie over the cafés'.
const FESTIVAL: [(&str, f64, f64, u32); 8] = [
    ("Main Stage", 38.7076, -9.1365, 350),
    ("River Stage", 38.7061, -9.1445, 300),
    ("Chiado Quarter", 38.7107, -9.1420, 600),
    ("Alfama Walk", 38.7119, -9.1296, 500),
    ("Belém Gardens", 38.6975, -9.2065, 700),
    ("Night Market", 38.7026, -9.1786, 250),
    ("Lantern Parade Start", 38.7139, -9.1394, 150),
    ("Festival Area", 38.7115, -9.1400, 2000),
];

struct Chain {
    library: &'static str,
    countries: &'static [&'static str],
    category: &'static str,
    icon: &'static str,
    color: &'static str,
    radius: (u64, u64),
}

const CHAINS: [Chain; 4] = [
    Chain {
        library: "Morrow Coffee Iberia",
        countries: &["PT", "ES"],
        category: "cafe",
        icon: "teapot",
        color: "#FC962E",
        radius: (40, 90),
    },
    Chain {
        library: "Morrow Coffee UK & Ireland",
        countries: &["GB", "IE"],
        category: "cafe",
        icon: "teapot",
        color: "#F6C436",
        radius: (40, 90),
    },
    Chain {
        library: "Museum Pass Europe",
        countries: &["DE", "AT", "NL", "DK", "FR"],
        category: "museum",
        icon: "building",
        color: "#3E76D0",
        radius: (80, 240),
    },
    Chain {
        library: "Fernhill Outdoors North America",
        countries: &["US", "CA"],
        category: "retail",
        icon: "shoppingCart",
        color: "#61B56B",
        radius: (60, 150),
    },
];

/// The organisation `id` as it is before its first call. Its IDs follow from `id` and are no other organisation's.
pub(super) fn organisation(id: &str) -> Organisation {
    let mut dice = Dice::of(&format!("places/{id}"));
    let mut libraries = IndexMap::new();
    let mut pois = IndexMap::new();
    let mut add_library = |name: &str, dice: &mut Dice| {
        let id = dice.uuid();
        libraries.insert(id.clone(), name.to_owned());
        id
    };
    for chain in &CHAINS {
        let library = add_library(chain.library, &mut dice);
        let spots = SPOTS.lines().map(|line| line.split('\t').collect::<Vec<_>>());
        let ours = spots.filter(|spot| spot.first().is_some_and(|c| chain.countries.contains(c)));
        for (index, spot) in ours.enumerate() {
            if let Some(poi) = branch(chain, index, &spot, &library, &mut dice) {
                pois.insert(poi.id.clone(), poi);
            }
        }
    }
    let festival = add_library("Harbour Lights Festival 2026", &mut dice);
    for (name, latitude, longitude, radius) in FESTIVAL {
        let poi = stage(name, (longitude, latitude), radius, &festival, &mut dice);
        pois.insert(poi.id.clone(), poi);
    }
    add_library("Pilot 2024 (archived)", &mut dice);

    // The festival outranks the shops around it.
    let mut rank: Vec<String> = libraries.keys().cloned().collect();
    rank.retain(|library| *library != festival);
    rank.insert(0, festival);
    Organisation { id: id.to_owned(), libraries, pois, rank, fresh: dice }
}

fn branch(
    chain: &Chain,
    index: usize,
    spot: &[&str],
    library: &str,
    dice: &mut Dice,
) -> Option<Poi> {
    let &[country, state, city, quarter, street, latitude, longitude] = spot else { return None };
    let (from, to) = chain.radius;
    let radius = from + dice.below((to - from) / 5 + 1) * 5;
    let (name, description, metadata) = match chain.category {
        "cafe" => (
            format!("Morrow Coffee {quarter}"),
            format!("Espresso bar and bakery in {quarter}, {city}"),
            vec![
                ("brand", "Morrow Coffee".to_owned()),
                ("ownership", (*dice.pick(&["CO", "CO", "LS"])).to_owned()),
                ("opens", (*dice.pick(&["07:00", "07:30", "08:00"])).to_owned()),
                ("terrace", (*dice.pick(&["yes", "no"])).to_owned()),
            ],
        ),
        "museum" => {
            let name = MUSEUMS[index % MUSEUMS.len()];
            let name =
                if index < MUSEUMS.len() { name.to_owned() } else { format!("{name} {city}") };
            let description = format!("{name}, {quarter}: part of the Museum Pass");
            let admission = (*dice.pick(&["free", "paid", "paid"])).to_owned();
            let closed = (*dice.pick(&["Monday", "Monday", "Tuesday"])).to_owned();
            (name, description, vec![("admission", admission), ("closed", closed)])
        }
        _ => (
            format!("Fernhill Outdoors {quarter}"),
            format!("Outdoor clothing and repair desk in {quarter}, {city}"),
            vec![
                ("brand", "Fernhill Outdoors".to_owned()),
                ("store_number", format!("{:04}", 1101 + index * 7)),
                ("repair_desk", (*dice.pick(&["yes", "yes", "no"])).to_owned()),
            ],
        ),
    };
    Some(Poi {
        id: dice.uuid(),
        name,
        description,
        location: Location::point(longitude.parse().ok()?, latitude.parse().ok()?),
        radius: Number::from(radius),
        country: country.to_owned(),
        state: state.to_owned(),
        city: city.to_owned(),
        street: street.to_owned(),
        category: chain.category.to_owned(),
        icon: chain.icon.to_owned(),
        color: chain.color.to_owned(),
        metadata: metadata.into_iter().map(|(key, value)| (key.to_owned(), value)).collect(),
        lib_id: library.to_owned(),
    })
}

fn stage(name: &str, at: (f64, f64), radius: u32, library: &str, dice: &mut Dice) -> Poi {
    Poi {
        id: dice.uuid(),
        name: name.to_owned(),
        description: "Harbour Lights Festival, 18-21 June 2026".to_owned(),
        location: Location::point(at.0, at.1),
        radius: Number::from(radius),
        country: "PT".to_owned(),
        state: "Lisboa".to_owned(),
        city: "Lisbon".to_owned(),
        street: String::new(),
        category: "event".to_owned(),
        icon: "star".to_owned(),
        color: "#DC2ABA".to_owned(),
        metadata: [("season".to_owned(), "2026".to_owned())].into_iter().collect(),
        lib_id: library.to_owned(),
    }
}
