/*
 * One request being written: method, URL, headers, body, what is wrong with it before it is sent, and Send. Names of
 * variables stay as typed; the engine fills them in.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { Button } from "@react-spectrum/s2/Button";
import { Picker, PickerItem } from "@react-spectrum/s2/Picker";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { Tab, TabList, TabPanel, Tabs } from "@react-spectrum/s2/Tabs";
import type { Method } from "../../bindings/Method";
import type { Request } from "../../bindings/Request";
import type { RequestCheck } from "../../bindings/RequestCheck";
import { CodeEditor } from "../../shared/CodeEditor";
import { showKeys } from "../../shared/commands";
import { PairTable } from "../../shared/PairTable";
import { Checks } from "./Checks";
import { Foreign } from "../../shared/Foreign";
import { visibleLine } from "../../shared/visible";

interface RequestEditorProps {
  request: Request;
  check: RequestCheck | null;
  /** A note of the catalogue's about it. */
  note: string | null;
  isProduction: boolean;
  isSending: boolean;
  /** Whether it differs from what is saved. */
  isChanged: boolean;
  onChange: (part: Partial<Request>) => void;
  onSend: () => void;
  onSave: () => void;
}

const METHODS: Method[] = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"];

const pane = style({
  display: "flex",
  flexDirection: "column",
  gap: 12,
  paddingY: 12,
  paddingStart: 16,
  // In line with the token card and the header above.
  paddingEnd: 24,
  minHeight: 0,
  minWidth: 0,
  overflow: "auto",
});
const head = style({ display: "flex", gap: 8, alignItems: "center" });
const name = style({ font: "title-sm", margin: 0, truncate: true, minWidth: 0, flexGrow: 1 });
const line = style({ display: "flex", flexWrap: "wrap", gap: 8, alignItems: "center" });
const url = style({
  font: "code-sm",
  color: "body",
  height: 32,
  paddingX: 8,
  boxSizing: "border-box",
  flexGrow: 1,
  flexShrink: 1,
  flexBasis: 200,
  minWidth: 0,
  borderRadius: "lg",
  borderWidth: 2,
  borderStyle: "solid",
  borderColor: { default: "gray-300", ":hover": "gray-400" },
  backgroundColor: "base",
});
const tabs = style({ flexGrow: 1, minHeight: 160 });
const panel = style({ minHeight: 0, marginX: 0 });
const inner = style({
  display: "flex",
  flexDirection: "column",
  height: "full",
  boxSizing: "border-box",
  paddingTop: 8,
});

export function RequestEditor(props: RequestEditorProps) {
  const { request, check, note, isProduction, isSending, isChanged, onChange, onSend, onSave } = props;
  const headers = request.headers.length;
  return (
    <section className={pane} aria-label="Request" data-testid="request-editor">
      <div className={head}>
        <h2 className={name} title={visibleLine(request.name)}>
          <Foreign text={request.name} />
        </h2>
        {isChanged && (
          <ActionButton size="S" isQuiet onPress={onSave} data-testid="save-request">
            Save to your requests
          </ActionButton>
        )}
      </div>
      <div className={line}>
        <Picker
          aria-label="Method"
          selectedKey={request.method}
          onSelectionChange={(method) => onChange({ method: method as Method })}
          styles={style({ width: 112 })}
          data-testid="method"
        >
          {METHODS.map((method) => (
            <PickerItem key={method} id={method}>
              {method}
            </PickerItem>
          ))}
        </Picker>
        <input
          className={url + " focusable"}
          aria-label="URL"
          data-testid="url"
          spellCheck={false}
          autoComplete="off"
          value={request.url}
          onChange={(event) => onChange({ url: event.target.value })}
        />
        <Button
          variant={isProduction ? "negative" : "accent"}
          onPress={onSend}
          isDisabled={isSending}
          aria-label={isProduction ? "Send to production" : "Send"}
          data-testid="send"
        >
          Send
        </Button>
      </div>
      <Checks check={check} url={request.url} note={note} hint={`${showKeys("mod+enter")} sends`} />
      <Tabs aria-label="Parts of the request" density="compact" styles={tabs}>
        <TabList>
          <Tab id="headers">{headers ? `Headers (${headers})` : "Headers"}</Tab>
          <Tab id="body">{request.body === null ? "Body" : "Body •"}</Tab>
        </TabList>
        <TabPanel id="headers" styles={panel}>
          <div className={inner}>
            <PairTable
              what="Header"
              pairs={request.headers}
              onChange={(pairs) => onChange({ headers: pairs })}
            />
          </div>
        </TabPanel>
        <TabPanel id="body" styles={panel}>
          <div className={inner}>
            <CodeEditor
              label="Body"
              testId="body"
              language={looksLikeJson(request.body) ? "json" : "text"}
              placeholder="No body is sent"
              value={request.body ?? ""}
              onChange={(body) => onChange({ body: body === "" ? null : body })}
            />
          </div>
        </TabPanel>
      </Tabs>
    </section>
  );
}

function looksLikeJson(body: string | null): boolean {
  return /^\s*[[{]/.test(body ?? "");
}
