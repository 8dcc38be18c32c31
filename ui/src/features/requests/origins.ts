/*
 * Where the parts of a message come from, and who says how it is sent, in words.
 */
import type { OptionOrigin } from "../../bindings/OptionOrigin";
import type { PartOrigin } from "../../bindings/PartOrigin";

export const ORIGINS: Record<PartOrigin, string> = {
  request: "written in the request",
  secret: "the profile’s token or another secret",
  given: "given for this call",
  answer: "another request’s answer",
  file: "the request’s file",
  own: "the profile’s variables",
  profile: "the profile’s credential",
  built_in: "made for each call",
  unset: "it has no value",
  body_file: "a file that the body names",
  mudbrick: "added by Mudbrick",
  cookies: "a cookie that an earlier answer set",
  connection: "written by the connection",
};

export const SAID_BY: Record<OptionOrigin, string> = {
  given: "given for this call",
  request: "from the request’s file",
  profile: "from the profile",
  policy: "from policy.toml",
  default: "as usual",
};
