/*
 * How a request is sent, as fields: what its file says of it, and in each empty field what counts then and who says so.
 */
import { Picker, PickerItem } from "@react-spectrum/s2/Picker";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { TextField } from "@react-spectrum/s2/TextField";
import type { RequestOption } from "../../bindings/RequestOption";
import type { RetryMethods } from "../../bindings/RetryMethods";
import type { WrittenOption } from "../../bindings/WrittenOption";
import type { WrittenOptions } from "../../bindings/WrittenOptions";
import { visibleLine } from "../../shared/visible";
import { SAID_BY } from "./origins";

interface OptionsPartProps {
  /** As they are typed. */
  options: WrittenOptions;
  /** What the engine says of each; none until it has said so. */
  told: RequestOption[];
  onChange: (options: WrittenOptions) => void;
}

type TypedOption = "timeout" | "connection_timeout" | "retry" | "retry_timeout";

const full = style({ width: "full" });
const columns = style({
  display: "grid",
  gridTemplateColumns: ["repeat(auto-fit, minmax(208px, 1fr))"],
  columnGap: 24,
  rowGap: 16,
  alignItems: "start",
  maxWidth: 900,
  paddingBottom: 8,
});
const quiet = style({ font: "ui-sm", color: "neutral-subdued", margin: 0 });

const RETRIED: Record<RetryMethods, string> = {
  reads: "GET, HEAD, OPTIONS",
  idempotent: "PUT and DELETE too",
  all: "Every method",
};

/** How many of them are said. */
export const optionsSaid = (options: WrittenOptions) => Object.values(options).filter(Boolean).length;

/** With another value; one that is null is not said. */
function saying<Option extends keyof WrittenOptions>(
  options: WrittenOptions,
  option: Option,
  value: NonNullable<WrittenOptions[Option]> | null,
): WrittenOptions {
  const { [option]: _, ...others } = options;
  return value === null ? others : { ...others, [option]: value };
}

export function OptionsPart({ options, told, onChange }: OptionsPartProps) {
  const of = (option: WrittenOption) => told.find((one) => one.option === option);
  const otherwise = (option: WrittenOption) => {
    const one = of(option);
    return one ? `${one.otherwise}, ${SAID_BY[one.otherwise_origin]}` : "";
  };
  const fault = (option: WrittenOption) => {
    const problem = of(option)?.problem ?? null;
    return { isInvalid: problem !== null, errorMessage: problem ?? "" };
  };
  const change = <Option extends keyof WrittenOptions>(
    option: Option,
    value: NonNullable<WrittenOptions[Option]> | null,
  ) => onChange(saying(options, option, value));
  const typed = (option: TypedOption, label: string, description: string) => (
    <TextField
      label={label}
      description={description}
      placeholder={otherwise(option)}
      value={options[option] ?? ""}
      onChange={(text) => change(option, text === "" ? null : text)}
      {...fault(option)}
      autoComplete="off"
      spellCheck="false"
      styles={full}
    />
  );
  const chosen = (
    option: WrittenOption,
    label: string,
    value: string | null,
    choices: Array<[string, string]>,
    onChoose: (choice: string | null) => void,
  ) => (
    <Picker
      label={label}
      selectedKey={value ?? OTHERWISE}
      onSelectionChange={(key) => onChoose(key === OTHERWISE ? null : String(key))}
      {...fault(option)}
      styles={full}
    >
      <PickerItem id={OTHERWISE}>{otherwise(option) || "Not said"}</PickerItem>
      {withWritten(choices, value).map(([id, text]) => (
        <PickerItem key={id} id={id}>
          {text}
        </PickerItem>
      ))}
    </Picker>
  );
  return (
    <>
      <div className={columns} data-testid="request-options">
        {typed("timeout", "Time limit", "For the whole call: 30, 500 ms, 2 m")}
        {typed("connection_timeout", "Limit for connecting", "Name resolution, connection, proxy and TLS")}
        {chosen(
          "redirects",
          "Redirects",
          options.no_redirect ? "off" : null,
          [["off", "Shown as the answer"]],
          (choice) => change("no_redirect", choice === null ? null : true),
        )}
        {chosen(
          "http_version",
          "HTTP version",
          options.http_version ?? null,
          [["HTTP/2", "HTTP/2 and no other"]],
          (choice) => change("http_version", choice),
        )}
        {chosen(
          "cookies",
          "Cookies",
          options.cookies ?? null,
          [
            ["keep", "Keep in memory, and send along"],
            ["off", "Show and forget"],
          ],
          (choice) => change("cookies", choice as WrittenOptions["cookies"] & string),
        )}
        {typed("retry", "Further tries", "After 429, 503 or no connection: 0 to 10")}
        {chosen(
          "retry_methods",
          "Calls that are tried again",
          options.retry_methods ?? null,
          Object.entries(RETRIED),
          (choice) => change("retry_methods", choice),
        )}
        {typed("retry_timeout", "Limit for all tries", "No further try begins after that")}
        {chosen("history", "History", options.no_log ? "off" : null, [["off", "Not kept"]], (choice) =>
          change("no_log", choice === null ? null : true),
        )}
      </div>
      <p className={quiet}>
        Saved in the request’s file. What is left empty is as the profile, policy.toml or Mudbrick has it.
      </p>
    </>
  );
}

const OTHERWISE = "otherwise";

/** A file may say what cannot be chosen here, in which case it is one more choice. */
function withWritten(choices: Array<[string, string]>, written: string | null): Array<[string, string]> {
  const isThere = written === null || choices.some(([id]) => id === written);
  return isThere ? choices : [...choices, [written, visibleLine(written)]];
}
