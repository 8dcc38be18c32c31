/*
 * The key and certificate studio: every pair in one table, whoever signs with it.
 */
import { Button, Text } from "@react-spectrum/s2/Button";
import { ButtonGroup } from "@react-spectrum/s2/ButtonGroup";
import Add from "@react-spectrum/s2/icons/Add";
import { SearchField } from "@react-spectrum/s2/SearchField";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useDeferredValue, useMemo, useState } from "react";
import type { KeyId } from "../bindings/KeyId";
import { byEnd, findKeys } from "../features/keys/find";
import { entriesFor, KeyCard } from "../features/keys/KeyCard";
import { KeyTable } from "../features/keys/KeyTable";
import { useKeyGeneration } from "../features/keys/useKeyGeneration";
import { useTask } from "../shared/async";
import { Busy } from "../shared/Busy";
import { Empty } from "../shared/Empty";
import { Page } from "../shared/Page";
import { ProblemNote } from "../shared/ProblemNote";
import { count } from "../shared/size";
import { useNow } from "../shared/time";
import { firstDraft, KeyMaker, KeyWork } from "./KeyMaker";
import { useWindowState } from "./useWindowState";
import { useImporting } from "./useImporting";
import { useKeys } from "./useKeys";
import { useKeyVerbs } from "./useKeyVerbs";

const head = style({ display: "flex", alignItems: "center", gap: 16, flexWrap: "wrap" });
const buttons = style({ flexShrink: 0 });
const soft = style({ font: "ui", color: "neutral-subdued", margin: 0, flexGrow: 1 });
const field = style({ width: 320 });

export default function KeysPage() {
  const { damaged } = useWindowState();
  const generation = useKeyGeneration();
  const { state, reload } = useKeys();
  const { verbs, dialogs } = useKeyVerbs();
  const { open: importFiles } = useImporting();
  const importing = useTask<void>();
  const now = useNow(60_000);
  const [writing, setWriting] = useState(false);
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text);
  const made = generation.making.kind === "ready" ? generation.making.value.id : null;
  const [chosen, setChosen] = useState<KeyId | null>(null);
  const [seen, setSeen] = useState(made);
  // A pair that was just made opens by itself: its next step is on its card.
  if (seen !== made) {
    setSeen(made);
    setChosen(made);
  }
  const all = useMemo(() => (state.kind === "ready" ? byEnd(state.value) : []), [state]);
  const shown = useMemo(() => findKeys(all, wanted), [all, wanted]);
  const current = shown.find((key) => key.id === chosen);
  const ending = all.filter((key) => key.notice).length;
  return (
    <Page title="Keys & certificates" testId="keys-page">
      {writing ? (
        <KeyMaker initial={firstDraft("", "")} profile={null} onClose={() => setWriting(false)} />
      ) : (
        <>
          <KeyWork />
          <div className={head}>
            <SearchField
              aria-label="Find a key pair"
              placeholder="Name, subject, profile or fingerprint"
              value={text}
              onChange={setText}
              styles={field}
            />
            <p className={soft} role="status">
              {state.kind === "ready" && all.length > 0 && (
                <>
                  {wanted ? `${shown.length.toLocaleString("en")} of ` : ""}
                  {count(all.length, "key pair")}
                  {ending > 0 && `, ${ending} ending soon or ended`}
                </>
              )}
            </p>
            <ButtonGroup styles={buttons}>
              <Button
                variant="secondary"
                onPress={() => void importing.run(importFiles)}
                data-testid="import-key"
              >
                Import…
              </Button>
              <Button
                variant="accent"
                isDisabled={generation.making.kind === "waiting"}
                onPress={() => {
                  generation.reset();
                  setWriting(true);
                }}
                data-testid="new-key"
              >
                <Add />
                <Text>New key pair</Text>
              </Button>
            </ButtonGroup>
          </div>
          {importing.state.kind === "failed" && <ProblemNote problem={importing.state.problem} />}
        </>
      )}
      {state.kind === "waiting" && <Busy sentence="Reading the key pairs…" />}
      {state.kind === "failed" && <ProblemNote problem={state.problem} retry={() => void reload()} />}
      {!writing &&
        damaged
          .filter(({ kind }) => kind === "key_pair")
          .map(({ path, problem }) => <ProblemNote key={path} problem={problem} />)}
      {state.kind === "ready" && !all.length && !writing && (
        <Empty title="No key pairs yet">
          A key pair is a private key, which stays in the vault, and a certificate, which Adobe gets. Only
          service accounts (JWT) need one.
        </Empty>
      )}
      {!writing && all.length > 0 && !shown.length && (
        <Empty title="Nothing found">No key pair matches “{wanted}”.</Empty>
      )}
      {!writing && shown.length > 0 && (
        <KeyTable
          keys={shown}
          now={now}
          open={chosen}
          onOpen={setChosen}
          verbsOf={(key) => entriesFor(key, verbs, null)}
          details={current && <KeyCard pair={current} verbs={verbs} isNew={current.id === made} />}
        />
      )}
      {dialogs}
    </Page>
  );
}
