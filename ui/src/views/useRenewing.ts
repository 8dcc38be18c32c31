/*
 * Renews the tokens of many profiles, and says what came of it.
 */
import { useCallback } from "react";
import type { ProfileId } from "../bindings/ProfileId";
import { count } from "../shared/size";
import { tell, tellProblem } from "../shared/toast";
import { useWindowState } from "./useWindowState";

export function useRenewing() {
  const { renewal } = useWindowState();
  return useCallback(
    async (ids: ProfileId[]) => {
      const ended = await renewal.begin(ids);
      if (ended?.kind === "failed") return tellProblem(ended.problem);
      if (ended?.kind !== "ready") return;
      const { renewed, failed, not_begun: left } = ended.value;
      // Of one profile, why says more than how many.
      const [only] = failed;
      if (only && ids.length === 1) return tellProblem(only.problem);
      const said = [
        `${count(renewed, "token")} renewed`,
        failed.length > 0 ? `${failed.length.toLocaleString("en")} failed` : "",
        left > 0 ? `${left.toLocaleString("en")} not begun` : "",
      ];
      tell(said.filter(Boolean).join(", "));
    },
    [renewal],
  );
}
