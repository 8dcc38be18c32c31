//! Requests of the catalogue that are not sent to the practice Adobe, and why.

const CALL: &str = "Adobe documents the call; the practice Adobe says that it does not serve it";
const SERVICE: &str = "wants a service token, which Mudbrick does not get";
const NONE: &str = "the practice Adobe delivers none of them";
const SECRET: &str = "the practice Adobe wants the client secret, which no variable holds";

/// Why the request is not sent; none when it is.
pub(super) fn why(path: &str) -> Option<&'static str> {
    UNSERVED.iter().find(|(unserved, _)| *unserved == path).map(|(_, why)| *why)
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
