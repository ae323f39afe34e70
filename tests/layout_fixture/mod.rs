//! A network of the size and shape that the program is made for: some large states with their governments
//! and people, an organisation with its bodies, single states, and instruments between them.

use detente::layout::{Group, Node, Rect, Request, pt};

/// A request, with a name and a kind for each node so that it can be drawn.
pub struct Network {
    pub request: Request,
    pub names: Vec<String>,
    pub kinds: Vec<Kind>,
}

/// What is drawn for a node.
#[derive(Clone, Copy, PartialEq)]
pub enum Kind {
    State,
    Government,
    Person,
    Body,
    Instrument,
}

impl Kind {
    /// Radius of the shape, in points.
    pub fn radius(self) -> f32 {
        match self {
            Self::State => 17.0,
            Self::Government | Self::Body => 12.0,
            Self::Person => 10.0,
            Self::Instrument => 11.0,
        }
    }
}

/// Head first; `kind` of the other members by their first letter: g, p, b.
const GROUPS: &[&[&str]] = &[
    &[
        "New Zealand",
        "g Luxon govt",
        "g Ardern govt",
        "g Hipkins govt",
        "p Luxon",
        "p Peters",
        "p Ardern",
        "p Hipkins",
        "p Clark",
        "p Palmer",
    ],
    &[
        "United States",
        "g Obama admin.",
        "g Biden admin.",
        "g Trump admin.",
        "g USAID",
        "p Trump",
        "p Biden",
        "p Obama",
    ],
    &["China", "p Xi"],
    &["Russia", "p Putin"],
    &["United Nations", "b Gen. Assembly", "b Rights council"],
];

const SINGLES: &[&str] = &[
    "Australia",
    "Philippines",
    "Solomon Islands",
    "Ukraine",
    "Israel",
    "Iran",
    "Canada",
    "Gaza",
    "Greenland",
    "Cook Islands",
    "Houthis",
];

const INSTRUMENTS: &[&str] = &[
    "AUKUS pillar two",
    "PIPIR",
    "Olympic Defender",
    "Overmatch",
    "Visiting forces",
    "Red Sea team",
    "Ceasefire res. 1",
    "Ceasefire res. 2",
    "Solomons pact",
    "Cook partnership",
    "Tasman exercises",
    "Paris accord",
    "Rules-based order",
    "Free trade",
];

const EDGES: &[(&str, &str)] = &[
    ("New Zealand", "United States"),
    ("New Zealand", "China"),
    ("New Zealand", "AUKUS pillar two"),
    ("United States", "AUKUS pillar two"),
    ("Australia", "AUKUS pillar two"),
    ("New Zealand", "PIPIR"),
    ("United States", "PIPIR"),
    ("New Zealand", "Olympic Defender"),
    ("United States", "Olympic Defender"),
    ("New Zealand", "Overmatch"),
    ("United States", "Overmatch"),
    ("New Zealand", "Visiting forces"),
    ("Philippines", "Visiting forces"),
    ("Philippines", "United States"),
    ("Philippines", "China"),
    ("New Zealand", "Red Sea team"),
    ("Red Sea team", "Houthis"),
    ("New Zealand", "Ceasefire res. 1"),
    ("New Zealand", "Ceasefire res. 2"),
    ("Gen. Assembly", "Ceasefire res. 1"),
    ("Gen. Assembly", "Ceasefire res. 2"),
    ("Luxon", "Xi"),
    ("Luxon", "China"),
    ("Luxon govt", "Trump admin."),
    ("Luxon govt", "Biden admin."),
    ("Luxon", "Trump"),
    ("Luxon", "Peters"),
    ("Peters", "Trump admin."),
    ("Clark", "Luxon govt"),
    ("Palmer", "Luxon govt"),
    ("Ardern govt", "China"),
    ("Ardern govt", "Solomons pact"),
    ("China", "Solomons pact"),
    ("Solomon Islands", "Solomons pact"),
    ("Hipkins", "Ardern"),
    ("Hipkins govt", "China"),
    ("Luxon govt", "Cook partnership"),
    ("China", "Cook partnership"),
    ("Cook Islands", "Cook partnership"),
    ("Cook Islands", "New Zealand"),
    ("Luxon govt", "Tasman exercises"),
    ("China", "Tasman exercises"),
    ("Obama admin.", "China"),
    ("Biden admin.", "China"),
    ("Trump admin.", "China"),
    ("United States", "China"),
    ("Biden admin.", "Rules-based order"),
    ("Trump admin.", "Rules-based order"),
    ("New Zealand", "Rules-based order"),
    ("Trump", "Gaza"),
    ("Trump", "Canada"),
    ("Trump", "Greenland"),
    ("Trump admin.", "USAID"),
    ("Trump admin.", "Paris accord"),
    ("Trump admin.", "Rights council"),
    ("Trump", "Ukraine"),
    ("Trump", "Putin"),
    ("Trump", "Free trade"),
    ("New Zealand", "Free trade"),
    ("China", "Russia"),
    ("Russia", "Ukraine"),
    ("Israel", "Iran"),
    ("Trump admin.", "Israel"),
    ("Biden", "Biden admin."),
    ("Obama", "Obama admin."),
];

/// The network.
pub fn network() -> Network {
    let mut network = Network { request: Request::default(), names: Vec::new(), kinds: Vec::new() };
    for members in GROUPS {
        let group = network.request.groups.len() as u32;
        network.request.groups.push(Group { head: Some(network.names.len() as u32), ..Group::default() });
        for name in *members {
            let (kind, name) = match name.split_at(2) {
                ("g ", rest) => (Kind::Government, rest),
                ("p ", rest) => (Kind::Person, rest),
                ("b ", rest) => (Kind::Body, rest),
                _ => (Kind::State, *name),
            };
            add(&mut network, name, kind, Some(group));
        }
    }
    SINGLES.iter().for_each(|name| add(&mut network, name, Kind::State, None));
    INSTRUMENTS.iter().for_each(|name| add(&mut network, name, Kind::Instrument, None));
    for (a, b) in EDGES {
        let index = |name: &str| network.names.iter().position(|n| n == name).unwrap() as u32;
        let edge = (index(a), index(b), 1.0);
        network.request.edges.push(edge);
    }
    network
}

/// Adds a node with room for its shape and, below it, its name.
pub fn add(network: &mut Network, name: &str, kind: Kind, group: Option<u32>) {
    let r = kind.radius();
    let half = (name.chars().count() as f32 * 6.4 * 0.5 + 2.0).max(r + 2.0);
    let extent = Rect { min: pt(-half, -r - 2.0), max: pt(half, r + 18.0) };
    // FNV-1a, so that the key depends on nothing but the name.
    let key =
        name.bytes().fold(0xcbf2_9ce4_8422_2325u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
    network.request.nodes.push(Node { extent, group, ..Node::new(key, 0.0, 0.0) });
    network.names.push(name.to_owned());
    network.kinds.push(kind);
}
