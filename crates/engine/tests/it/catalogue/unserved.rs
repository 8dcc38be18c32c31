//! Requests of the catalogue that are not sent to the practice Adobe, and why.

const CALL: &str = "Adobe documents the call; the practice Adobe says that it does not serve it";
const ANSWER: &str = "no fact says what the call answers, and the practice Adobe makes nothing up";
const SERVICE: &str = "wants a service token, which Mudbrick does not get";
const NONE: &str = "the practice Adobe delivers none of them";
const SECRET: &str = "the practice Adobe wants the client secret, which no variable holds";

/// Why the request is not sent; none when it is.
pub(super) fn why(path: &str) -> Option<&'static str> {
    let unserved = UNSERVED.iter().find(|(unserved, _)| *unserved == path).map(|(_, why)| *why);
    unserved.or_else(|| UNKNOWN.contains(&path).then_some(ANSWER))
}

const UNSERVED: &[(&str, &str)] = &[
    ("IMS/Organizations of a user", SERVICE),
    ("IMS/Profile of a user", SERVICE),
    ("IMS/Invalidate the token", SECRET),
    ("IMS/Revoke the token", SECRET),
    ("IMS/Register a client", "the practice Adobe registers projects by its own control interface"),
    ("PDF Services/Announce an upload", "nothing is known of the answer"),
    ("User Management/Status of the service", "nothing is known of the answer"),
    ("User Management/Change who has a product profile (deprecated)", CALL),
    ("Experience Platform/Access Control/Change the subjects of a role", CALL),
    ("Experience Platform/Audit/Export audit events", CALL),
    ("Experience Platform/Catalog/Credentials of a dataset", CALL),
    ("Experience Platform/Schema Registry/Get a schema of Adobe's", NONE),
    ("Experience Platform/Schema Registry/Get a descriptor of Adobe's", NONE),
    ("Experience Platform/Catalog/Unique values of batches", CALL),
    ("Experience Platform/Catalog/Everything in the catalog (deprecated)", CALL),
    ("Experience Platform/Catalog/Create several objects (deprecated)", CALL),
    ("Experience Platform/Catalog/Objects of a tag (deprecated)", CALL),
    ("Experience Platform/Query Service/Change an alert", CALL),
    ("Experience Platform/Query Service/Delete an alert", CALL),
    ("Experience Platform/Sandboxes/Change a package", CALL),
    (
        "Experience Platform/Sensei Machine Learning/Delete machine learning instances of an engine",
        CALL,
    ),
    ("Experience Platform/Sensei Machine Learning/Delete experiments of an instance", CALL),
    (
        "Experience Platform/Sensei Machine Learning/Delete machine learning services of an instance",
        CALL,
    ),
    ("Experience Platform/Tags/Set the data elements of a library", CALL),
    ("Experience Platform/Tags/Set the extensions of a library", CALL),
    ("Experience Platform/Tags/Set the rules of a library", CALL),
    ("Experience Platform/Tags/Take a data element out of a library", CALL),
    ("Experience Platform/Tags/Take an extension out of a library", CALL),
    ("Experience Platform/Tags/Take a rule out of a library", CALL),
    ("Experience Platform/Tags/Environment of a library", CALL),
    ("Experience Platform/Tags/Set the environment of a library", CALL),
    ("Experience Platform/Tags/Take a library out of its environment", CALL),
];

/// Calls that Adobe names without saying what they answer.
const UNKNOWN: &[&str] = &[
    "Cloud Manager/List programs",
    "Events/List event providers",
    "Experience Platform/Ad Hoc Activation/Activate audiences now",
    "Experience Platform/Data Distiller Authorization/Check an address",
    "Experience Platform/Data Prep/Check a mapping set",
    "Experience Platform/Data Prep/Check an expression",
    "Experience Platform/Data Prep/Preview a mapping set",
    "Experience Platform/Destination Authoring/Sample of a message template",
    "Experience Platform/Destination Authoring/Try a destination",
    "Experience Platform/Destination Authoring/Try a message template",
    "Experience Platform/Flow Service/Act on a connection",
    "Experience Platform/Flow Service/Act on a flow",
    "Experience Platform/Flow Service/Act on a run",
    "Experience Platform/Flow Service/Act on a source connection",
    "Experience Platform/Flow Service/Act on a target connection",
    "Experience Platform/Flow Service/Configuration of a connection",
    "Experience Platform/Flow Service/Configuration of a connection spec",
    "Experience Platform/Flow Service/Explore a connection",
    "Experience Platform/Flow Service/Explore a connection spec",
    "Experience Platform/Flow Service/Test a connection",
    "Experience Platform/Query Service/Alerts of a person",
    "Experience Platform/Query Service/Run an accelerated query",
    "Experience Platform/Sandboxes/Answer a handshake",
    "Experience Platform/Sandboxes/Ask for handshakes",
    "Experience Platform/Sandboxes/Check a package before exporting",
    "Experience Platform/Sandboxes/Export a package",
    "Experience Platform/Sandboxes/Fetch a public package",
    "Experience Platform/Sandboxes/Import a package",
    "Experience Platform/Sandboxes/Look at a package before importing",
    "Experience Platform/Sandboxes/Objects that belong to others",
    "Experience Platform/Sandboxes/Payload of a package",
    "Experience Platform/Sandboxes/Update a package's version",
    "Experience Platform/Segmentation/Convert a segment",
    "Experience Platform/Sensei Machine Learning/Artifact of a model",
    "Experience Platform/Sensei Machine Learning/Default metrics of insights",
    "Experience Platform/Sensei Machine Learning/Docker registry of engines",
    "Experience Platform/Sensei Machine Learning/State of a run of an experiment",
    "Experience Platform/Tags/Add a data element to a library",
    "Experience Platform/Tags/Add a rule to a library",
    "Experience Platform/Tags/Add an extension to a library",
    "Experience Platform/Tags/Data elements of a library",
    "Experience Platform/Tags/Extensions of a library",
    "Experience Platform/Tags/Rules of a library",
    "Experience Platform/Tags/Search",
    "Experience Platform/Unified Tags/Check a folder",
    "Experience Platform/Unified Tags/Check tags",
    "Experience Platform/Unified Tags/Folders in a folder",
    "Stock/Search files",
    "Target/List activities",
    "Target/List activities (version 2)",
    "Target/List activities (version 3)",
];
