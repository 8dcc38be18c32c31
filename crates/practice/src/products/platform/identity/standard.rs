//! Adobe's standard namespaces.

/// Id, code, name, description, type, time of creation: the standard namespaces.
pub(super) const STANDARD: [(u32, &str, &str, &str, &str, i64); 12] = [
    (0, "CORE", "CORE", "CORE Namespace", "COOKIE", 1_441_122_419_000),
    (4, "ECID", "ECID", "ECID Namespace", "COOKIE", 1_495_153_678_000),
    (6, "Email", "Email", "Email Namespace", "Email", 1_507_833_926_000),
    (7, "Phone", "Phone", "Phone Namespace", "Phone", 1_507_833_926_000),
    (8, "WAID", "Windows AID", "Windows Advertising ID", "DEVICE", 1_507_833_926_000),
    (9, "AVID", "AVID", "Adobe Analytics visitor ID", "COOKIE", 1_507_833_926_000),
    (
        10,
        "AAID",
        "Adobe Analytics (Legacy ID)",
        "Adobe Analytics legacy ID",
        "COOKIE",
        1_507_833_926_000,
    ),
    (
        11,
        "Email_LC_SHA256",
        "Emails (SHA256, lowercased)",
        "SHA-256 of a lower-cased e-mail address",
        "Email",
        1_507_833_926_000,
    ),
    (
        13,
        "Phone_SHA256",
        "Phone (SHA256)",
        "SHA-256 of a telephone number",
        "Phone",
        1_507_833_926_000,
    ),
    (20_914, "GAID", "Google Ad ID (GAID)", "Google Advertising ID", "DEVICE", 1_507_833_926_000),
    (
        20_915,
        "IDFA",
        "Apple IDFA (ID for Advertisers)",
        "Apple's identifier for advertisers",
        "DEVICE",
        1_507_833_926_000,
    ),
    (411, "AdCloud", "AdCloud", "Adobe AdCloud - ID Syncing Partner", "COOKIE", 1_522_783_145_000),
];
