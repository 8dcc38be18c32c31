/*
 * Says where something was saved.
 */
import type { DiagnosticsSaved } from "../bindings/DiagnosticsSaved";
import type { Exported } from "../bindings/Exported";
import { count, listed } from "./size";
import { tell, tellProblem } from "./toast";

/** `2 profiles and 1 key saved to …, without secrets`. */
export function saidOf({ path, profiles, keys, requests, secrets }: Exported): string {
  const what = listed([
    profiles ? count(profiles, "profile") : "",
    keys ? count(keys, "key") : "",
    requests ? count(requests, "request") : "",
  ]);
  return `${what || "Nothing"} saved to ${path}${secrets ? "" : ", without secrets"}`;
}

/** Says what was written and where, unless the person closed the dialog. */
export async function tellExported(exported: Exported | null) {
  if (exported) await tell(saidOf(exported));
}

/** Says where diagnostics were saved, and why they are not whole when that is so. */
export async function tellDiagnostics(saved: DiagnosticsSaved | null) {
  if (!saved) return;
  await tell(`Diagnostics saved to ${saved.path}, without secrets`);
  if (saved.left_out) await tellProblem(saved.left_out);
}
