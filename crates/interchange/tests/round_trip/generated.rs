//! Profiles made from a seed, with everything in them that files trip over.

use crate::seeds;
use mudbrick_model::{
    Adobe, ClientId, Colour, ConsoleFacts, Credential, KeyPair, Metascope, OrgId, Profile,
    ProfileId, Risk, Scope, TechnicalAccountId, Timestamp,
};
use mudbrick_pki::{Cancel, CertificateOptions, GeneratedPair, KeySize, Subject};
use mudbrick_vault::SecretText;
use std::collections::BTreeMap;
use std::sync::OnceLock;

const NASTY: [&str; 24] = [
    "Acme",
    "Größe",
    "naïve café",
    "東京",
    "😀👩‍👩‍👧",
    "עברית",
    "\"quoted\"",
    "it's",
    "back\\slash",
    "a,b;c",
    "# no comment",
    "=1+1",
    "{{name}}",
    "$HOME",
    "%41",
    "&amp;",
    "<b>",
    "`tick`",
    "a: b",
    "- item",
    "[x]",
    "null",
    "0x10",
    "~",
];

/// What stands between lines and words.
const BETWEEN: [&str; 10] =
    ["\n", "\r\n", "\t", " ", "'''", "\"\"\"", "\\n", "\u{7f}", "\u{2028}", "\u{1}"];

/// A random generator small enough to read: SplitMix64.
pub(crate) struct Seeded(u64);

impl Seeded {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    pub(crate) fn one_in(&mut self, chances: usize) -> bool {
        self.below(chances) == 0
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    fn letters(&mut self, alphabet: &str, length: usize) -> String {
        let alphabet: Vec<char> = alphabet.chars().collect();
        (0..length).map(|_| *self.pick(&alphabet)).collect()
    }

    fn hex(&mut self, length: usize) -> String {
        self.letters("0123456789abcdef", length)
    }

    /// Words that make trouble, without blanks at either end.
    fn words(&mut self, most: usize) -> String {
        let words: Vec<&str> = (0..=self.below(most)).map(|_| *self.pick(&NASTY)).collect();
        words.join(" ")
    }

    /// Anything that is a text.
    fn anything(&mut self) -> String {
        let mut text = self.words(4);
        for _ in 0..self.below(4) {
            text.push_str(self.pick::<&str>(&BETWEEN));
            text.push_str(self.pick::<&str>(&NASTY));
        }
        text
    }
}

/// A profile with its secrets.
#[derive(Debug)]
pub(crate) struct Generated {
    pub(crate) profile: Profile,
    pub(crate) client_secrets: Vec<SecretText>,
    /// Its place among [`pairs`].
    pub(crate) pair: Option<usize>,
}

/// The profile of a seed of this run; all of them are made once.
pub(crate) fn generated(seed: u64) -> &'static Generated {
    static ALL: OnceLock<Vec<Generated>> = OnceLock::new();
    let all = ALL.get_or_init(|| seeds().map(make).collect());
    &all[usize::try_from(seed - seeds().start).unwrap()]
}

fn make(seed: u64) -> Generated {
    let mut seeded = Seeded::new(seed);
    let pair = seeded.one_in(3).then(|| seeded.below(pairs().len()));
    let account =
        TechnicalAccountId::parse(&format!("{}@techacct.adobe.com", seeded.hex(24))).unwrap();
    let scopes = if seeded.one_in(10) { 60 } else { 1 + seeded.below(6) };
    let scopes: Vec<String> =
        (0..scopes).map(|place| format!("{}_{place}", scope(&mut seeded))).collect();
    let credential = if pair.is_some() || seeded.one_in(8) {
        Credential::Jwt {
            technical_account_id: account,
            metascopes: scopes
                .iter()
                .map(|scope| Metascope::parse(&format!("ent_{scope}")).unwrap())
                .collect(),
            key: pair.map(|pair| pairs()[pair].key.id().clone()),
        }
    } else {
        Credential::OauthServerToServer {
            scopes: scopes.iter().map(|scope| Scope::parse(scope).unwrap()).collect(),
            technical_account_id: (!seeded.one_in(5)).then_some(account),
        }
    };
    let profile = Profile {
        id: ProfileId::parse(&seeded.hex(32)).unwrap(),
        name: seeded.words(3),
        organization: if seeded.one_in(6) { String::new() } else { seeded.words(2) },
        org_id: OrgId::parse(&format!("{}@AdobeOrg", seeded.hex(24).to_uppercase())).unwrap(),
        client_id: ClientId::parse(&seeded.hex(32)).unwrap(),
        credential,
        adobe: *seeded.pick(&[Adobe::Production, Adobe::Production, Adobe::Stage, Adobe::Practice]),
        risk: *seeded.pick(&[Risk::Production, Risk::Staging, Risk::Development]),
        colour: *seeded.pick(&[Colour::Blue, Colour::Green, Colour::Grey]),
        sandbox: (*seeded.pick(&["prod", "dev", "my-sandbox-1"])).to_owned(),
        variables: variables(&mut seeded),
        allowed_hosts: (0..seeded.below(3))
            .map(|place| format!("*.example{place}.com").into())
            .collect(),
        sending: mudbrick_model::SendOptions::default(),
        console: ConsoleFacts {
            workspace: seeded
                .one_in(2)
                .then(|| (*seeded.pick(&["Production", "Stage"])).to_owned()),
            technical_account_email: seeded
                .one_in(2)
                .then(|| format!("{}@techacct.adobe.com", seeded.hex(8))),
            place: None,
        },
        created_at: Timestamp(1_700_000_000_000 + (seeded.next() % 100_000_000_000) as i64),
        updated_at: Timestamp(1_800_000_000_000 + (seeded.next() % 100_000_000_000) as i64),
    };
    let client_secrets = (0..seeded.below(3)).map(|_| client_secret(&mut seeded)).collect();
    Generated { profile, client_secrets, pair }
}

fn scope(seeded: &mut Seeded) -> String {
    const SCOPES: [&str; 6] = [
        "openid",
        "AdobeID",
        "read_organizations",
        "additional_info.projectedProductContext",
        "session",
        "a:b-c",
    ];
    (*seeded.pick(&SCOPES)).to_owned()
}

fn variables(seeded: &mut Seeded) -> BTreeMap<String, String> {
    (0..seeded.below(5)).map(|place| (format!("VARIABLE_{place}"), seeded.anything())).collect()
}

/// Most are like Adobe's; some hold every character there is between the blank and the tilde.
fn client_secret(seeded: &mut Seeded) -> SecretText {
    const PLAIN: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const ANY: &str = "ABCabc019-_'\"`#$\\/ =&%+{}[]<>,;:!?*()|^~@.";
    let alphabet = if seeded.one_in(3) { ANY } else { PLAIN };
    let secret = seeded.letters(alphabet, 24);
    SecretText::new(format!("p8e-{secret}z"))
}

/// A few real keys.
pub(crate) fn pairs() -> &'static [GeneratedPair] {
    static PAIRS: OnceLock<Vec<GeneratedPair>> = OnceLock::new();
    PAIRS.get_or_init(|| {
        let subject =
            Subject { common_name: "places.example.com".to_owned(), ..Subject::default() };
        let options = CertificateOptions { subject, days: 365, bits: KeySize::Bits2048 };
        let now = Timestamp(1_760_000_000_000);
        let make = |_| mudbrick_pki::generate(&options, now, &|_| {}, &Cancel::new()).unwrap();
        (0..3).map(make).collect()
    })
}

pub(crate) fn key_pair(pair: usize) -> KeyPair {
    let held = &pairs()[pair];
    KeyPair {
        id: held.key.id().clone(),
        name: format!("places \"{pair}\""),
        bits: 2048,
        certificate: (pair != 1).then(|| held.certificate_pem()),
        practice_clients: Vec::new(),
        created_at: Timestamp(1_760_000_000_000),
    }
}

pub(crate) fn private_key(pair: usize) -> SecretText {
    SecretText::new(pairs()[pair].private_key_pem().to_string())
}

/// A request file's text, with line ends and blanks of every kind.
pub(crate) fn request_text(seeded: &mut Seeded) -> String {
    format!(
        "### {}\nGET https://example.com/{}\n\n{}\n",
        seeded.words(2),
        seeded.below(100),
        seeded.anything().replace(['\u{1}', '\u{7f}'], "")
    )
}
