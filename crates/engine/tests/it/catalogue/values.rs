//! Where the values come from with which requests of the catalogue are sent: each is read from an answer, as a person would
//! read it, or written here.

use super::Answer;
use serde_json::Value;
use std::collections::BTreeMap;

/// The request whose answer holds a value, and where.
pub(super) struct Read {
    pub(super) by: &'static str,
    pub(super) place: &'static str,
}

/// How the value of a variable is read for the request at `path`; none for one that is written here.
pub(super) fn read(name: &str, path: &str) -> Option<Read> {
    let fits = |line: &&(&str, &str, &str, &str)| line.0 == name && path.starts_with(line.1);
    READ.iter().find(fits).map(|(_, _, by, place)| Read { by, place })
}

/// The value at `place`: steps between strokes, `*` for the first member or item, `$` for the last, `@` for the first member's
/// name, `name=value` for the item that has that. `ETag` is the header.
pub(super) fn at(answer: &Answer, place: &str) -> Option<String> {
    if place == "ETag" {
        return answer.etag.clone();
    }
    let mut value = &answer.body;
    for step in place.split('/') {
        value = match (step, value) {
            ("*", Value::Array(items)) => items.first()?,
            ("*", Value::Object(members)) => members.values().next()?,
            ("$", Value::Array(items)) => items.last()?,
            ("@", Value::Object(members)) => return members.keys().next().cloned(),
            (step, Value::Array(items)) => {
                let (name, wanted) = step.split_once('=')?;
                items.iter().find(|item| shown(&item[name]).as_deref() == Some(wanted))?
            }
            (name, value) => value.get(name)?,
        };
    }
    shown(value)
}

fn shown(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

/// Values that nobody has to read; `count` is another each time.
pub(super) fn fixed(count: u32) -> BTreeMap<String, String> {
    let fixed = FIXED.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let code = ("NAMESPACE_CODE".to_owned(), format!("Example{count}"));
    fixed.chain([code]).collect()
}

const FIXED: &[(&str, &str)] = &[
    ("LIMIT", "10"),
    ("PAGE", "0"),
    ("ORDER_BY", "name"),
    ("CUSTOM_RESOURCE", "cusStore"),
    ("FILTER_NAME", "byText"),
    ("WORKFLOW_ID", "WKF102"),
    ("EVENT_ID", "EVTcart"),
    ("IMS_GUID", "A0010A1B2C3D4E5F60718293"),
    ("AUTH_SRC", "AdobeOrg"),
    ("ORG_GUID", "AC3E5A1B2C3D4E5F60718293"),
    ("CONSOLE_ORG_ID", "1000002"),
    ("CREDENTIAL_ID", "200006"),
    ("PROVIDER_URN", "urn:uuid:11112222-3333-4444-5555-666677778888"),
    ("EVENT_CODE", "order_created"),
    ("JOURNAL_PATH", "1000001"),
    ("REGISTRATION_ID", "practice"),
    ("CAMPAIGN_ID", "practice"),
    ("USER_ID", "practice"),
    ("ENTITY_ID", "BVnobody"),
    ("INLET_ID", "abc"),
    ("DATE_RANGE", "2026-01-01T00:00:00.000Z/2026-01-03T00:00:00.000Z"),
    ("DESTINATION_INSTANCE_ID", "practice"),
    ("LABEL", "C1"),
    ("CUSTOM_LABEL", "LOYALTY"),
    ("ACTION", "exportToThirdParty"),
    ("CUSTOM_ACTION", "sendToPartner"),
    ("EMAIL", "r.ramos@example.com"),
    ("TARGET_ORG", "610BE8A0B1C2D3E4F5061728@AdobeOrg"),
    ("FOLDER_TYPE", "segment"),
    ("NEW_SECRET", "practice"),
];

/// A variable; what a path begins with for which the line is; the request; the place. The first line that fits counts.
const READ: &[(&str, &str, &str, &str)] = &[
    ("LIBRARY_ID", "", "Places/List libraries", "*/id"),
    ("POI_ID", "", "Places/List POIs", "data/*/id"),
    ("PROFILE_PKEY", "", "Campaign Standard/List profiles", "content/*/PKey"),
    ("CUSTOM_KEY", "", "Campaign Standard/List profiles", "content/*/PKey"),
    ("SERVICE_PKEY", "", "Campaign Standard/List services", "content/*/PKey"),
    ("SUBSCRIPTION_PKEY", "", "Campaign Standard/Subscribers of a service", "content/*/PKey"),
    ("EVENT_PKEY", "", "Campaign Standard/Send a transactional event", "PKey"),
    ("RECORD_PKEY", "", "Campaign Standard/Create a custom record", "PKey"),
    ("UNIT_PKEY", "", "Campaign Standard/Organizational units", "content/*/PKey"),
    ("SIGNAL_ID", "", "Campaign Standard/Get a workflow", "activities/activity/*/PKey"),
    ("SECRET_UUID", "", "IO Management/List client secrets", "client_secrets/$/uuid"),
    ("USER", "", "User Management/List users", "users/*/email"),
    (
        "GROUP_NAME",
        "",
        "User Management/List groups and product profiles",
        "groups/type=USER_GROUP/groupName",
    ),
    (
        "USER_GROUP",
        "",
        "User Management/List groups and product profiles",
        "groups/type=USER_GROUP/groupName",
    ),
    (
        "PRODUCT_PROFILE",
        "",
        "User Management/List groups and product profiles",
        "groups/type=PRODUCT_PROFILE/groupName",
    ),
    ("GROUP_ID", "", "User Management/List user groups (deprecated)", "*/groupId"),
    ("UMAPI_PRODUCT_ID", "", "User Management/List products (deprecated)", "*/id"),
    (
        "PRODUCT_PROFILE_ID",
        "",
        "User Management/Product profiles of a product (deprecated)",
        "licenseConfigurations/*/id",
    ),
    (
        "GLOBAL_COMPANY_ID",
        "",
        "Analytics/Who am I in Analytics",
        "imsOrgs/*/companies/*/globalCompanyId",
    ),
    ("RSID", "", "Analytics/List report suites", "content/*/rsid"),
    ("FIREFLY_STATUS_URL", "", "Firefly/Start a picture", "statusUrl"),
    ("TENANT_ID", "", "Experience Platform/Tenant ID and usage", "tenantId"),
    ("SANDBOX_ID", "", "Experience Platform/Sandboxes I can use", "sandboxes/*/id"),
    ("ROLE_ID", "", "Experience Platform/Access Control/Create a role", "id"),
    ("POLICY_ID", "", "Experience Platform/Access Control/Create a policy", "id"),
    ("PRODUCT_ID", "", "Experience Platform/Access Control/List products", "products/*/id"),
    (
        "BATCH_ID",
        "Experience Platform/Data Access/",
        "Experience Platform/Catalog/List batches",
        "@",
    ),
    ("BATCH_ID", "", "Experience Platform/Batch Ingestion/Start a batch", "id"),
    ("DATASET_ID", "", "Experience Platform/Catalog/List datasets", "@"),
    ("FILE_ID", "", "Experience Platform/Data Access/Files of a batch", "data/*/dataSetFileId"),
    ("ETAG", "", "Experience Platform/Dataset Labels/Labels of a dataset", "ETag"),
    ("TTL_ID", "", "Experience Platform/Data Hygiene/Create a dataset expiration", "ttlId"),
    ("WORKORDER_ID", "", "Experience Platform/Data Hygiene/Delete records", "workorderId"),
    (
        "MAPPING_SET_ID",
        "",
        "Experience Platform/Data Prep/List mapping sets",
        "data/name=Loyalty export/id",
    ),
    ("MAPPING_ID", "", "Experience Platform/Data Prep/Mappings of a set", "data/*/id"),
    (
        "DESTINATION_ID",
        "",
        "Experience Platform/Destination Authoring/Create a destination",
        "instanceId",
    ),
    (
        "SERVER_ID",
        "",
        "Experience Platform/Destination Authoring/Create a destination server",
        "instanceId",
    ),
    (
        "TEMPLATE_ID",
        "",
        "Experience Platform/Destination Authoring/Create an audience template",
        "instanceId",
    ),
    (
        "CREDENTIALS_ID",
        "",
        "Experience Platform/Destination Authoring/Create credentials",
        "instanceId",
    ),
    (
        "PUBLISH_ID",
        "",
        "Experience Platform/Destination Authoring/Publish a destination",
        "publishId",
    ),
    ("CONNECTION_ID", "", "Experience Platform/Flow Service/Create a connection", "id"),
    (
        "CONNECTION_SPEC_ID",
        "",
        "Experience Platform/Flow Service/List connection specs",
        "items/*/id",
    ),
    (
        "SOURCE_CONNECTION_ID",
        "",
        "Experience Platform/Flow Service/Create a source connection",
        "id",
    ),
    (
        "TARGET_CONNECTION_ID",
        "",
        "Experience Platform/Flow Service/Create a target connection",
        "id",
    ),
    ("FLOW_SPEC_ID", "", "Experience Platform/Flow Service/List flow specs", "items/*/id"),
    ("FLOW_ID", "", "Experience Platform/Flow Service/Create a flow", "id"),
    ("RUN_ID", "", "Experience Platform/Flow Service/Start a run", "id"),
    ("CONNECTION_ETAG", "", "Experience Platform/Flow Service/Get a connection", "items/*/etag"),
    (
        "SOURCE_CONNECTION_ETAG",
        "",
        "Experience Platform/Flow Service/Get a source connection",
        "items/*/etag",
    ),
    (
        "TARGET_CONNECTION_ETAG",
        "",
        "Experience Platform/Flow Service/Get a target connection",
        "items/*/etag",
    ),
    ("FLOW_ETAG", "", "Experience Platform/Flow Service/Get a flow", "items/*/etag"),
    ("NAMESPACE_ID", "", "Experience Platform/Identity/Create an identity namespace", "id"),
    ("XID", "", "Experience Platform/Identity/XID of an identity", "xid"),
    (
        "CORE_POLICY_ID",
        "",
        "Experience Platform/Data Governance/List core policies",
        "children/*/id",
    ),
    ("CUSTOM_POLICY_ID", "", "Experience Platform/Data Governance/Create a data policy", "id"),
    ("PRIVACY_JOB_ID", "", "Experience Platform/Privacy/Ask for a person's data", "jobs/*/jobId"),
    ("ENTITY_EMAIL", "", "Campaign Standard/List profiles", "content/*/email"),
    ("MERGE_POLICY_ID", "", "Experience Platform/Profile/Create a merge policy", "id"),
    ("COMPUTED_ATTRIBUTE_ID", "", "Experience Platform/Profile/Create a computed attribute", "id"),
    (
        "SYSTEM_JOB_ID",
        "",
        "Experience Platform/Profile/Delete a dataset from the profile store",
        "id",
    ),
    ("QUERY_ID", "", "Experience Platform/Query Service/Run a query", "id"),
    ("SCHEDULE_ID", "", "Experience Platform/Query Service/Create a query schedule", "id"),
    ("SCHEDULE_RUN_ID", "", "Experience Platform/Query Service/Run a query schedule now", "id"),
    ("QUERY_TEMPLATE_ID", "", "Experience Platform/Query Service/Create a query template", "id"),
    (
        "OTHER_SANDBOX",
        "",
        "Experience Platform/Sandboxes/All sandboxes",
        "sandboxes/isDefault=false/name",
    ),
    ("PACKAGE_ID", "", "Experience Platform/Sandboxes/Create a package", "id"),
    ("JOB_ID", "", "Experience Platform/Sandboxes/List package jobs", "data/*/id"),
    ("TRANSFER_ID", "", "Experience Platform/Sandboxes/Share a package", "id"),
    ("SCHEMA_ID", "", "Experience Platform/Schema Registry/List schemas", "results/*/$id"),
    ("SCHEMA_ALT_ID", "", "Experience Platform/Schema Registry/Create a schema", "meta:altId"),
    (
        "FIELD_GROUP_ALT_ID",
        "",
        "Experience Platform/Schema Registry/Create a field group",
        "meta:altId",
    ),
    ("CLASS_ALT_ID", "", "Experience Platform/Schema Registry/Create a class", "meta:altId"),
    (
        "DATA_TYPE_ALT_ID",
        "",
        "Experience Platform/Schema Registry/Create a data type",
        "meta:altId",
    ),
    (
        "GLOBAL_SCHEMA_ALT_ID",
        "",
        "Experience Platform/Schema Registry/List Adobe's schemas",
        "results/*/meta:altId",
    ),
    (
        "GLOBAL_FIELD_GROUP_ALT_ID",
        "",
        "Experience Platform/Schema Registry/List Adobe's field groups",
        "results/*/meta:altId",
    ),
    (
        "GLOBAL_CLASS_ALT_ID",
        "",
        "Experience Platform/Schema Registry/List Adobe's classes",
        "results/*/meta:altId",
    ),
    (
        "GLOBAL_DATA_TYPE_ALT_ID",
        "",
        "Experience Platform/Schema Registry/List Adobe's data types",
        "results/*/meta:altId",
    ),
    (
        "BEHAVIOR_ALT_ID",
        "",
        "Experience Platform/Schema Registry/List behaviors",
        "results/*/meta:altId",
    ),
    ("UNION_ALT_ID", "", "Experience Platform/Schema Registry/List unions", "results/*/meta:altId"),
    ("DESCRIPTOR_ID", "", "Experience Platform/Schema Registry/Create a descriptor", "@id"),
    (
        "GLOBAL_DESCRIPTOR_ID",
        "",
        "Experience Platform/Schema Registry/List Adobe's descriptors",
        "*/*",
    ),
    ("AUDIENCE_ID", "", "Experience Platform/Segmentation/Create an audience", "id"),
    ("SEGMENT_ID", "", "Experience Platform/Segmentation/Create a segment definition", "id"),
    ("SEGMENT_JOB_ID", "", "Experience Platform/Segmentation/Start a segment job", "id"),
    ("EXPORT_JOB_ID", "", "Experience Platform/Segmentation/Create an export job", "id"),
    ("PREVIEW_ID", "", "Experience Platform/Segmentation/Preview a segment", "previewId"),
    ("SEGMENT_SCHEDULE_ID", "", "Experience Platform/Segmentation/Create a segment schedule", "id"),
    ("ENGINE_ID", "", "Experience Platform/Sensei Machine Learning/Create an engine", "id"),
    (
        "ML_INSTANCE_ID",
        "",
        "Experience Platform/Sensei Machine Learning/Create a machine learning instance",
        "id",
    ),
    ("EXPERIMENT_ID", "", "Experience Platform/Sensei Machine Learning/Create an experiment", "id"),
    (
        "EXPERIMENT_RUN_ID",
        "",
        "Experience Platform/Sensei Machine Learning/Run an experiment",
        "id",
    ),
    ("MODEL_ID", "", "Experience Platform/Sensei Machine Learning/Create a model", "id"),
    ("TRANSCODING_ID", "", "Experience Platform/Sensei Machine Learning/Transcode a model", "id"),
    ("INSIGHT_ID", "", "Experience Platform/Sensei Machine Learning/Create an insight", "id"),
    (
        "ML_SERVICE_ID",
        "",
        "Experience Platform/Sensei Machine Learning/Create a machine learning service",
        "id",
    ),
    ("TAG_CATEGORY_ID", "", "Experience Platform/Unified Tags/Create a tag category", "id"),
    ("TAG_ID", "", "Experience Platform/Unified Tags/Create a tag", "id"),
    ("FOLDER_ID", "", "Experience Platform/Unified Tags/Create a folder", "id"),
    ("COMPANY_ID", "", "Experience Platform/Tags/List companies", "data/*/id"),
    ("PROPERTY_ID", "", "Experience Platform/Tags/Create a property", "data/id"),
    ("APP_CONFIGURATION_ID", "", "Experience Platform/Tags/Create an app configuration", "data/id"),
    ("CALLBACK_ID", "", "Experience Platform/Tags/Create a callback", "data/id"),
    ("DATA_ELEMENT_ID", "", "Experience Platform/Tags/Create a data element", "data/id"),
    ("ENVIRONMENT_ID", "", "Experience Platform/Tags/Create an environment", "data/id"),
    ("EXTENSION_ID", "", "Experience Platform/Tags/Create an extension", "data/id"),
    ("HOST_ID", "", "Experience Platform/Tags/Create a host", "data/id"),
    ("TAGS_LIBRARY_ID", "", "Experience Platform/Tags/Create a library", "data/id"),
    ("RULE_ID", "", "Experience Platform/Tags/Create a rule", "data/id"),
    ("RULE_COMPONENT_ID", "", "Experience Platform/Tags/Create a rule component", "data/id"),
    ("TAGS_SECRET_ID", "", "Experience Platform/Tags/Create a secret", "data/id"),
    ("BUILD_ID", "", "Experience Platform/Tags/Create a build", "data/id"),
    ("EXTENSION_PACKAGE_ID", "", "Experience Platform/Tags/List extension packages", "data/*/id"),
    (
        "USAGE_AUTHORIZATION_ID",
        "",
        "Experience Platform/Tags/List usage authorizations",
        "data/*/id",
    ),
    ("AUDIT_EVENT_ID", "", "Experience Platform/Tags/List audit events", "data/*/id"),
    ("NOTE_ID", "", "Experience Platform/Tags/Note something on a rule", "data/id"),
];
