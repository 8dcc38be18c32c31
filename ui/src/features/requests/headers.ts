/*
 * Names and values that headers of Adobe's APIs have, to be chosen while one types. They are those of the catalogue's
 * requests and the usual ones of HTTP.
 */
const KNOWN: Record<string, string[]> = {
  Authorization: ["Bearer {{ACCESS_TOKEN}}"],
  "x-api-key": ["{{API_KEY}}"],
  "x-gw-ims-org-id": ["{{IMS_ORG}}"],
  "x-sandbox-name": ["{{SANDBOX_NAME}}", "prod"],
  "x-sandbox-id": ["{{SANDBOX_ID}}"],
  Accept: [
    "application/json",
    "application/vnd.adobe.xed-id+json",
    "application/vnd.adobe.xed+json; version=1",
    "application/vnd.adobe.xed-full+json; version=1",
    "application/vnd.adobe.xdm-id+json",
    "text/csv",
    "*/*",
  ],
  "Content-Type": [
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "application/octet-stream",
    "text/plain",
    "text/csv",
  ],
  "Accept-Language": ["en-US"],
  "Cache-Control": ["no-cache"],
  "If-Match": [],
  "If-None-Match": [],
  "X-Request-Id": ["{{$uuid}}"],
};

export const HEADER_NAMES = Object.keys(KNOWN);

export function headerValues(name: string): string[] {
  const known = HEADER_NAMES.find((one) => one.toLowerCase() === name.trim().toLowerCase());
  return known === undefined ? [] : (KNOWN[known] ?? []);
}
