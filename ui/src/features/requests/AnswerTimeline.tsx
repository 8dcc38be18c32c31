/*
 * Where the time of an exchange went: a bar for each stage of each request, what secured it, what a redirect dropped, and
 * where each header came from. What was not measured is not drawn.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { ExchangeView } from "../../bindings/ExchangeView";
import type { Timeline } from "../../bindings/Timeline";
import type { TimelineLeg } from "../../bindings/TimelineLeg";
import { Foreign } from "../../shared/Foreign";
import { bytes, milliseconds } from "../../shared/size";
import { exact } from "../../shared/time";
import { ORIGINS } from "./origins";
import { stagesOf, type Stage } from "./stages";

const whole = style({ display: "flex", flexDirection: "column", gap: 16, paddingY: 8 });
const quiet = style({ font: "ui-sm", color: "neutral-subdued", margin: 0, overflowWrap: "anywhere" });
const title = style({ font: "ui", fontWeight: "bold", color: "body", margin: 0, textAlign: "start" });
const table = style({ width: "full", maxWidth: 720, borderSpacing: 0, font: "ui-sm", color: "body" });
const label = style({
  width: 160,
  fontWeight: "normal",
  textAlign: "start",
  paddingY: 4,
  color: "neutral-subdued",
});
const head = style({ fontWeight: "normal", textAlign: "start", color: "neutral-subdued" });
const took = style({ width: 80, fontWeight: "normal", textAlign: "end", paddingY: 4 });
const track = style({
  position: "relative",
  display: "block",
  height: 12,
  borderRadius: "sm",
  backgroundColor: "gray-100",
});
const bar = style({
  position: "absolute",
  display: "block",
  height: "full",
  minWidth: 2,
  borderRadius: "sm",
  backgroundColor: { kind: { connect: "blue-900", wait: "orange-900", body: "green-900" } },
});
const origins = style({
  display: "grid",
  gridTemplateColumns: ["minmax(120px, max-content)", "1fr"],
  columnGap: 16,
  rowGap: 4,
  margin: 0,
  font: "ui-sm",
});
const name = style({ font: "code-sm", color: "body" });
const from = style({ margin: 0, color: "neutral-subdued" });

export function AnswerTimeline({ exchange }: { exchange: ExchangeView }) {
  const { timeline, summary } = exchange;
  if (timeline === null) {
    return <p className={quiet}>Not measured: this was sent by an earlier Mudbrick.</p>;
  }
  return (
    <div className={whole} data-testid="timeline">
      {timeline.legs.map((leg, n) => (
        <Leg
          // Legs have no names, and never change places.
          // oxlint-disable-next-line react/no-array-index-key
          key={n}
          leg={leg}
          stages={stagesOf(leg, n === timeline.legs.length - 1 ? timeline.last_byte_ms : null)}
          total={summary.total_ms}
        />
      ))}
      <p className={quiet}>{sizesOf(timeline, summary.body_bytes)}</p>
      <dl className={origins} aria-label="Where the headers come from">
        {timeline.header_origins.map((header, n) => (
          // Two headers may have one name.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={n} className={style({ display: "contents" })}>
            <dt className={name}>
              <Foreign text={header.name} />
            </dt>
            <dd className={from}>
              {header.parts.map(({ origin, variable }, at) => (
                <span key={`${origin} ${variable}`}>
                  {at > 0 && ", "}
                  {ORIGINS[origin]}
                  {variable !== null && (
                    <>
                      {" ("}
                      <Foreign text={variable} />)
                    </>
                  )}
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Leg({ leg, stages, total }: { leg: TimelineLeg; stages: Stage[]; total: number }) {
  const over = [leg.protocol, leg.tls_version, leg.address].filter(Boolean).join(", ");
  const { certificate, redirect } = leg;
  return (
    <section>
      <table className={table}>
        <caption className={title}>
          {leg.method} <Foreign text={leg.host} />
        </caption>
        <thead>
          <tr>
            <th scope="col" className={label}>
              Stage
            </th>
            <th scope="col" className={head}>
              Of the whole {milliseconds(total)}
            </th>
            <th scope="col" className={took}>
              Time
            </th>
          </tr>
        </thead>
        <tbody>
          {stages.map((stage) => (
            <tr key={stage.title}>
              <th scope="row" className={label}>
                {stage.title}
              </th>
              <td>
                <span
                  className={track}
                  role="img"
                  aria-label={`${milliseconds(stage.from)} to ${milliseconds(stage.to)}`}
                >
                  <span className={bar({ kind: stage.kind })} style={placeOf(stage, total)} />
                </span>
              </td>
              <td className={took}>{milliseconds(stage.to - stage.from)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {over && <p className={quiet}>{over}</p>}
      {leg.reused && <p className={quiet}>An open connection was used again.</p>}
      {certificate && (
        <p className={quiet}>
          Certificate of <Foreign text={certificate.subject} />, signed by{" "}
          <Foreign text={certificate.issuer} />, valid until {exact(certificate.valid_until)}
        </p>
      )}
      {redirect && (
        <p className={quiet}>
          {redirect.status}, sent on to <Foreign text={redirect.host} />. {droppedOf(redirect)}
        </p>
      )}
    </section>
  );
}

function droppedOf({ dropped, body_dropped }: { dropped: string[]; body_dropped: boolean }) {
  const all = [...dropped, ...(body_dropped ? ["the body"] : [])];
  if (all.length === 0) return "Everything went along.";
  return (
    <>
      Not sent there: <Foreign text={all.join(", ")} />.
    </>
  );
}

function placeOf({ from: start, to }: Stage, total: number) {
  const part = (ms: number) => `${Math.min(100, (ms / Math.max(total, Number.MIN_VALUE)) * 100)}%`;
  return { insetInlineStart: part(start), width: part(to - start) };
}

function sizesOf({ wire_bytes, encoding }: Timeline, unpacked: number | null): string {
  if (wire_bytes === null) return "No body came.";
  if (encoding === null) return `The body: ${bytes(wire_bytes)}, not compressed.`;
  return `The body: ${bytes(wire_bytes)} on the wire (${encoding}), ${bytes(unpacked ?? 0)} unpacked.`;
}
