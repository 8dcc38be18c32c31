/*
 * Says where something was saved.
 */
import type { Exported } from "../bindings/Exported";
import { count, listed } from "./size";
import { tell } from "./toast";

/** Says what was written and where, unless the person closed the dialog. */
export async function tellExported(exported: Exported | null) {
  if (!exported) return;
  const { path, profiles, keys, requests, secrets } = exported;
  const what = listed([
    profiles ? count(profiles, "profile") : "",
    keys ? count(keys, "key") : "",
    requests ? count(requests, "request") : "",
  ]);
  await tell(`${what || "Nothing"} saved to ${path}${secrets ? "" : ", without secrets"}`);
}
