//! Of AEM as a Cloud Service (12.6).

use super::{AEM, Line};

pub(super) const DOCUMENTED: &[Line] = &[
    // 12.6
    (AEM, "/graphql/x", 401, &[], "", "aem.token_ended"),
    (AEM, "/api/assets.json", 403, &[], "", "aem.rights"),
    (AEM, "/adobe/folders/x", 412, &[], "", "aem.changed"),
    (AEM, "/adobe/folders/x", 428, &[], "", "aem.changed"),
    (AEM, "/adobe/jobs/x", 404, &[], "", "aem.gone"),
];
