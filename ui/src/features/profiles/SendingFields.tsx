/*
 * The part of a profile's form that is about how its requests are sent. What is left empty is as policy.toml has it.
 */
import { NumberField } from "@react-spectrum/s2/NumberField";
import { Picker, PickerItem, Text } from "@react-spectrum/s2/Picker";
import { TextArea } from "@react-spectrum/s2/TextArea";
import { TextField } from "@react-spectrum/s2/TextField";
import { useState } from "react";
import type { Cookies } from "../../bindings/Cookies";
import type { HttpVersion } from "../../bindings/HttpVersion";
import type { KeyId } from "../../bindings/KeyId";
import type { KeyView } from "../../bindings/KeyView";
import type { RetryMethods } from "../../bindings/RetryMethods";
import type { SendOptions } from "../../bindings/SendOptions";
import { Name } from "../../shared/Name";
import { visibleLine } from "../../shared/visible";
import { columns, section, title } from "./section";
import { full } from "./textField";
import type { ProfileFormState } from "./useProfileForm";

type NumberOption = "redirects" | "connect_seconds" | "total_seconds" | "retries" | "retry_seconds";

interface Numbers {
  option: NumberOption;
  label: string;
  description: string;
  from: number;
  to: number;
}

/** The bounds are the model's; the engine refuses what is beyond them. */
const NUMBERS: Numbers[] = [
  {
    option: "total_seconds",
    label: "Time limit in seconds",
    description: "For a whole call; 600 unless you say otherwise",
    from: 0.001,
    to: 86_400,
  },
  {
    option: "connect_seconds",
    label: "Limit for connecting, in seconds",
    description: "Name resolution, connection, proxy and TLS together",
    from: 0.001,
    to: 86_400,
  },
  {
    option: "redirects",
    label: "Redirects followed",
    description: "0 shows a redirect as the answer",
    from: 0,
    to: 20,
  },
  {
    option: "retries",
    label: "Further tries",
    description: "After 429, 503 or no connection",
    from: 0,
    to: 10,
  },
  {
    option: "retry_seconds",
    label: "Limit for all tries, in seconds",
    description: "No further try begins after that; 120 unless you say otherwise",
    from: 0.001,
    to: 86_400,
  },
];

const RETRIED: Record<RetryMethods, string> = {
  reads: "GET, HEAD, OPTIONS",
  idempotent: "PUT and DELETE too",
  all: "Every method: POST and PATCH may do twice what was meant once",
};

export function SendingFields({ form, keys }: { form: ProfileFormState; keys: KeyView[] }) {
  const { sending } = form.draft;
  const change = (next: SendOptions) => form.change({ sending: next });
  return (
    <section className={section}>
      <h2 className={title}>Sending</h2>
      <div className={columns} data-field="sending">
        {NUMBERS.map(({ option, label, description, from, to }) => (
          <NumberField
            key={option}
            label={label}
            description={description}
            minValue={from}
            maxValue={to}
            hideStepper
            value={sending[option] ?? NaN}
            onChange={(value) => change(said(sending, option, value))}
            styles={full}
          />
        ))}
        <Picker
          label="HTTP version"
          selectedKey={sending.http_version ?? "automatic"}
          onSelectionChange={(version) => change({ ...sending, http_version: version as HttpVersion })}
          styles={full}
        >
          <PickerItem id="automatic">HTTP/2 where the server has it</PickerItem>
          <PickerItem id="1.1">HTTP/1.1 only</PickerItem>
          <PickerItem id="2">HTTP/2 only</PickerItem>
        </Picker>
        <Picker
          label="Calls that are tried again"
          selectedKey={sending.retry_methods ?? "reads"}
          onSelectionChange={(methods) =>
            change(saying(sending, "retry_methods", methods === "reads" ? null : (methods as RetryMethods)))
          }
          styles={full}
        >
          {Object.entries(RETRIED).map(([methods, text]) => (
            <PickerItem key={methods} id={methods}>
              {text}
            </PickerItem>
          ))}
        </Picker>
        <Picker
          label="Cookies"
          description="In memory, for this profile alone, until Mudbrick is locked or ends"
          selectedKey={sending.cookies ?? "off"}
          onSelectionChange={(cookies) =>
            change(saying(sending, "cookies", cookies === "off" ? null : (cookies as Cookies)))
          }
          styles={full}
        >
          <PickerItem id="off">Show and forget</PickerItem>
          <PickerItem id="keep">Keep, and send along</PickerItem>
        </Picker>
        <ProxyField sending={sending} onChange={change} />
        <Picker
          label="Client certificate"
          description="Shown to a server that asks for one"
          selectedKey={sending.client_key ?? NONE}
          onSelectionChange={(key) =>
            change(saying(sending, "client_key", key === NONE ? null : (key as KeyId)))
          }
          styles={full}
        >
          <PickerItem id={NONE}>None</PickerItem>
          {keys.map(({ id, name }) => (
            <PickerItem key={id} id={id} textValue={visibleLine(name)}>
              <Text slot="label">
                <Name text={name} />
              </Text>
            </PickerItem>
          ))}
        </Picker>
        <TextArea
          label="Further root certificates"
          description="PEM files, one path a line, trusted besides the system’s"
          value={(sending.roots ?? []).join("\n")}
          onChange={(text) => change(saying(sending, "roots", text === "" ? null : text.split("\n")))}
          onBlur={() => {
            const roots = (sending.roots ?? []).map((line) => line.trim()).filter(Boolean);
            change(saying(sending, "roots", roots.length > 0 ? roots : null));
          }}
          styles={full}
        />
      </div>
    </section>
  );
}

const NONE = "none";

/** The ways to a server: as the environment has it, directly, or through a proxy that is named. */
function ProxyField({ sending, onChange }: { sending: SendOptions; onChange: (next: SendOptions) => void }) {
  const { proxy } = sending;
  const way = proxy === undefined || proxy === "system" ? "system" : proxy === NONE ? NONE : "named";
  // A text that is no proxy stays on screen, and out of the draft.
  const [typed, setTyped] = useState<string | null>(null);
  const isNamed = way === "named" || typed !== null;
  const text = typed ?? (way === "named" ? (proxy ?? "") : "");
  const choose = (next: string) => {
    setTyped(next === "named" ? text : null);
    if (next !== "named") onChange(saying(sending, "proxy", next === NONE ? NONE : null));
  };
  return (
    <>
      <Picker
        label="Proxy"
        selectedKey={isNamed ? "named" : way}
        onSelectionChange={(next) => choose(String(next))}
        styles={full}
      >
        <PickerItem id="system">As the environment has it</PickerItem>
        <PickerItem id={NONE}>None</PickerItem>
        <PickerItem id="named">This one</PickerItem>
      </Picker>
      {isNamed && (
        <TextField
          label="Address of the proxy"
          value={text}
          isInvalid={typed !== null && typed !== "" && !PROXY.test(typed)}
          errorMessage="Not used as it is. Write http://host:port or https://host:port, without a user and a password: those belong into the environment variable HTTPS_PROXY."
          onChange={(next) => {
            setTyped(next);
            onChange(saying(sending, "proxy", PROXY.test(next) ? next : null));
          }}
          autoComplete="off"
          spellCheck="false"
          styles={full}
        />
      )}
    </>
  );
}

/** As the model reads it. */
const PROXY = /^https?:\/\/(\[[0-9a-fA-F:.]+\]|[^\s/?#@:[\]\\]+)(:\d{1,5})?\/?$/;

/** What is null is not said. */
function saying<Option extends keyof SendOptions>(
  sending: SendOptions,
  option: Option,
  value: NonNullable<SendOptions[Option]> | null,
): SendOptions {
  const { [option]: _, ...others } = sending;
  return value === null ? others : { ...others, [option]: value };
}

/** An empty field says nothing. */
const said = (sending: SendOptions, option: NumberOption, value: number) =>
  saying(sending, option, Number.isNaN(value) ? null : value);
