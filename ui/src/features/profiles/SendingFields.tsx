/*
 * The part of a profile's form that is about how its requests are sent. What is left empty is as policy.toml has it.
 */
import { NumberField } from "@react-spectrum/s2/NumberField";
import { Picker, PickerItem } from "@react-spectrum/s2/Picker";
import type { HttpVersion } from "../../bindings/HttpVersion";
import type { SendOptions } from "../../bindings/SendOptions";
import { columns, section, title } from "./section";
import { full } from "./textField";
import type { ProfileFormState } from "./useProfileForm";

type NumberOption = "redirects" | "total_seconds" | "retries";

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
    option: "redirects",
    label: "Redirects followed",
    description: "0 shows a redirect as the answer",
    from: 0,
    to: 20,
  },
  {
    option: "retries",
    label: "Further tries",
    description: "After 429, 503 or no connection; of calls that only read",
    from: 0,
    to: 10,
  },
];

export function SendingFields({ form }: { form: ProfileFormState }) {
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
      </div>
    </section>
  );
}

/** An empty field says nothing. */
function said(sending: SendOptions, option: NumberOption, value: number): SendOptions {
  const { [option]: _, ...others } = sending;
  return Number.isNaN(value) ? others : { ...others, [option]: value };
}
