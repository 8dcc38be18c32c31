/*
 * Which file an entry of the history was sent from, and what became of that file since.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useCallback } from "react";
import type { ExchangeId } from "../bindings/ExchangeId";
import type { ProfileId } from "../bindings/ProfileId";
import { usePlatform } from "../platform";
import { useLoad } from "../shared/async";
import { Foreign } from "../shared/Foreign";

const said = style({ font: "ui-sm", color: "neutral-subdued", margin: 0, paddingX: 16, paddingTop: 4 });

/** `on` is the profile that a replay goes to. */
export function SentFrom({ id, on }: { id: ExchangeId; on: ProfileId }) {
  const platform = usePlatform();
  const { state } = useLoad(useCallback(() => platform.historyBeforeReplay(id, on), [platform, id, on]));
  if (state.kind !== "ready" || state.value === null) return null;
  const { file, note } = state.value;
  return (
    <p className={said} data-testid="sent-from">
      From <Foreign text={file} />
      {note !== null && (
        <>
          . <Foreign text={note} />
        </>
      )}
    </p>
  );
}
