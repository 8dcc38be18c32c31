/*
 * What decides whom a found profile trusts, before everything else that is known of it: where its calls go, how careful
 * Mudbrick is with them, and each host that would see its token. No box is ticked until the person ticks it.
 */
import { Checkbox } from "@react-spectrum/s2/Checkbox";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { Adobe } from "../../bindings/Adobe";
import type { FoundHost } from "../../bindings/FoundHost";
import type { Risk } from "../../bindings/Risk";
import { count } from "../../shared/size";

interface TrustBlockProps {
  title: string;
  adobe: Adobe;
  risk: Risk;
  /** The hosts that are a question. */
  asked: FoundHost[];
  /** Hosts that nobody can agree to. */
  refused: FoundHost[];
  /** Those that were agreed to. */
  agreed: readonly string[];
  /** Nothing is asked of a profile that is not taken over. */
  isDisabled: boolean;
  onAgree: (hosts: string[]) => void;
}

const block = style({
  display: "flex",
  flexDirection: "column",
  gap: 8,
  paddingStart: 12,
  borderStyle: "solid",
  borderWidth: 0,
  borderStartWidth: 4,
  borderColor: { default: "gray-300", isAsking: "orange-900" },
});
const line = style({ font: "ui", margin: 0 });
const strong = style({ fontWeight: "bold", color: { default: "body", isProduction: "negative" } });
const warning = style({ font: "ui", margin: 0, color: "orange-1000" });
const host = style({ font: "code-sm", overflowWrap: "anywhere" });

export const ADOBES: Record<Adobe, string> = {
  production: "Adobe",
  stage: "Adobe’s stage environment",
  practice: "the local Adobe (practice)",
};

const CARE: Record<Risk, string> = {
  production: "Production: Mudbrick asks before a writing call",
  staging: "Staging: Mudbrick does not ask before a writing call",
  development: "Development: Mudbrick does not ask before a writing call",
};

export function TrustBlock(props: TrustBlockProps) {
  const { title, adobe, risk, asked, refused, agreed, isDisabled, onAgree } = props;
  return (
    <section
      className={block({ isAsking: asked.length > 0 })}
      aria-label={`Trust of ${title}`}
      data-testid="trust"
    >
      <p className={line}>
        Connects to <span className={strong({})}>{ADOBES[adobe]}</span>
      </p>
      <p className={line}>
        <span className={strong({ isProduction: risk === "production" })}>{CARE[risk]}</span>
      </p>
      {asked.length > 0 && (
        <p className={warning}>
          The file asks that {count(asked.length, "host")} besides Adobe’s may see this profile’s token. With
          the token they can do everything that the profile can. Tick only hosts that you know.
        </p>
      )}
      {asked.map((one) => (
        <Checkbox
          key={one.host}
          isSelected={agreed.includes(one.host)}
          isDisabled={isDisabled}
          onChange={(yes) =>
            onAgree(yes ? [...agreed, one.host] : agreed.filter((other) => other !== one.host))
          }
        >
          <bdi className={host}>{one.host}</bdi> may see this profile’s token
        </Checkbox>
      ))}
      {refused.map((one) => (
        <p key={one.host} className={line} data-testid="refused-host">
          Never allowed: <bdi>{one.refused}</bdi>
        </p>
      ))}
    </section>
  );
}
