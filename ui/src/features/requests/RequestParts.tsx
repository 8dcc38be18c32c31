/*
 * The parts of a request below its URL: parameters, headers, body, how it is sent, and the variables that it names.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { Tab, TabList, TabPanel, Tabs } from "@react-spectrum/s2/Tabs";
import { useMemo, useState, type ReactNode } from "react";
import type { BodyEdit } from "../../bindings/BodyEdit";
import type { ProfileId } from "../../bindings/ProfileId";
import type { EditedRequest } from "../../bindings/EditedRequest";
import type { RequestCheck } from "../../bindings/RequestCheck";
import type { RequestPart } from "../../bindings/RequestPart";
import type { RequestSource } from "../../bindings/RequestSource";
import type { RequestOption } from "../../bindings/RequestOption";
import type { VariableView } from "../../bindings/VariableView";
import type { WrittenOptions } from "../../bindings/WrittenOptions";
import { PairTable, type PairField } from "../../shared/PairTable";
import { BodyEditor } from "./BodyEditor";
import { GoingOutPart } from "./GoingOutPart";
import { HEADER_NAMES, headerValues } from "./headers";
import { OptionsPart, optionsSaid } from "./OptionsPart";
import { viewOf } from "./placeholders";
import { inPath, parametersOf, withParameters } from "./query";
import { VariableField } from "./VariableField";
import { Variables } from "./Variables";

interface RequestPartsProps {
  profile: ProfileId;
  request: EditedRequest;
  source: RequestSource | null;
  /** What the engine says of it; null until it has said so. */
  check: RequestCheck | null;
  onChange: (part: Partial<EditedRequest>) => void;
  /** The body was changed: what in it, and what has `onChange` called with all of it. */
  onEditBody: (edit: BodyEdit, all: () => void) => void;
  /** Typing in a long body paused. */
  onPause: () => void;
  onSet: (name: string) => void;
  /** Which part has to be corrected. */
  sought: RequestPart | null;
}

const NONE: string[] = [];
const NO_VARIABLES: VariableView[] = [];
const NO_OPTIONS: RequestOption[] = [];
const NOTHING_SAID: WrittenOptions = {};
const tabs = style({ flexGrow: 1, minHeight: 160 });
const panel = style({ minHeight: 0, marginX: 0 });
const inner = style({
  display: "flex",
  flexDirection: "column",
  gap: 16,
  height: "full",
  boxSizing: "border-box",
  paddingTop: 8,
});
const title = style({ font: "title-xs", margin: 0 });
const quiet = style({ font: "ui-sm", color: "neutral-subdued", margin: 0 });

const counted = (words: string, number: number) => (number > 0 ? `${words} (${number})` : words);

export function RequestParts(props: RequestPartsProps) {
  const { profile, request, source, check, onChange, onEditBody, onPause, onSet, sought } = props;
  const variables = check?.variables ?? NO_VARIABLES;
  const missing = check?.missing.length ?? 0;
  // A draft of an earlier version says nothing of them.
  const options = request.options ?? check?.written ?? NOTHING_SAID;
  const [shown, setShown] = useState<string>("headers");
  const [met, setMet] = useState<RequestPart | null>(null);
  if (sought !== met) {
    setMet(sought);
    if (sought === "headers" || sought === "body") setShown(sought);
  }
  const parameters = useMemo(() => parametersOf(request.url), [request.url]);
  const path = useMemo(() => inPath(request.url), [request.url]);
  const used = variables.filter(({ is_used }) => is_used);
  const others = variables.filter(({ is_used }) => !is_used);
  const field = (usual: (one: PairField) => string[]) => (one: PairField) => (
    <VariableField
      {...one}
      value={one.pair[one.part]}
      variables={variables}
      usual={usual(one)}
      onSet={onSet}
    />
  );
  const inPathOnes = path.map((name) => viewOf(variables, name)).filter((one) => one !== undefined);
  return (
    <Tabs
      aria-label="Parts of the request"
      density="compact"
      styles={tabs}
      selectedKey={shown}
      onSelectionChange={(key) => setShown(String(key))}
    >
      <TabList>
        <Tab id="parameters">{counted("Params", parameters.length)}</Tab>
        <Tab id="headers">{counted("Headers", request.headers.length)}</Tab>
        <Tab id="body">{request.body === null ? "Body" : "Body •"}</Tab>
        <Tab id="options">{counted("Options", optionsSaid(options))}</Tab>
        <Tab id="variables">{missing > 0 ? `Variables (${missing} missing)` : "Variables"}</Tab>
        <Tab id="going-out">What goes out</Tab>
      </TabList>
      <Part id="parameters">
        <PairTable
          what="Parameter"
          pairs={parameters}
          onChange={(rows) => onChange({ url: withParameters(request.url, parameters, rows) })}
          field={field(() => NONE)}
        />
        {inPathOnes.length > 0 && (
          <>
            <h3 className={title}>In the path</h3>
            <Variables label="Variables in the path" variables={inPathOnes} onSet={onSet} />
          </>
        )}
      </Part>
      <Part id="headers">
        <PairTable
          what="Header"
          pairs={request.headers}
          onChange={(pairs) => onChange({ headers: pairs })}
          field={field(({ part, pair }) => (part === "name" ? HEADER_NAMES : headerValues(pair.name)))}
        />
      </Part>
      <Part id="body">
        <BodyEditor
          body={request.body}
          variables={variables}
          onChange={(body) => onChange({ body })}
          onEdit={onEditBody}
          onPause={onPause}
          onSet={onSet}
        />
      </Part>
      <Part id="options">
        <OptionsPart
          options={options}
          told={check?.options ?? NO_OPTIONS}
          onChange={(next) => onChange({ options: next })}
        />
      </Part>
      <Part id="variables">
        {used.length > 0 ? (
          <Variables label="Variables of the request" variables={used} onSet={onSet} />
        ) : (
          <p className={quiet}>The request names no variable. Write one as {"{{NAME}}"}.</p>
        )}
        {others.length > 0 && (
          <>
            <h3 className={title}>Others you can use</h3>
            <Variables label="Other variables" variables={others} onSet={onSet} />
          </>
        )}
        <p className={quiet}>
          Of several values the first one counts: the token, the request’s file, the profile’s variables, the
          profile’s credential, what is made for each call. What you are asked for when you send it, and parts
          of other requests’ answers, go before all but the token.
        </p>
      </Part>
      <Part id="going-out">
        <GoingOutPart profile={profile} request={request} source={source} variables={variables} />
      </Part>
    </Tabs>
  );
}

function Part({ id, children }: { id: string; children: ReactNode }) {
  return (
    <TabPanel id={id} styles={panel}>
      <div className={inner} data-part={id}>
        {children}
      </div>
    </TabPanel>
  );
}
