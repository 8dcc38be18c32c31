/*
 * In which claims two tokens differ. What is missing in one of them says so.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { ClaimDifference } from "../../bindings/ClaimDifference";
import { Foreign } from "../../shared/Foreign";
import { count } from "../../shared/size";

const table = style({ width: "full", tableLayout: "fixed", borderCollapse: "collapse", font: "ui-sm" });
const head = style({ textAlign: "start", font: "ui-sm", fontWeight: "bold", padding: 4 });
const cell = style({
  textAlign: "start",
  verticalAlign: "top",
  font: "code-sm",
  fontWeight: "normal",
  padding: 4,
  overflowWrap: "anywhere",
  borderStyle: "solid",
  borderWidth: 0,
  borderTopWidth: 1,
  borderColor: "gray-200",
});
const soft = style({ font: "ui-sm", color: "neutral-subdued" });
const said = style({ font: "ui", margin: 0 });

interface TokenDifferencesProps {
  differences: ClaimDifference[];
  /** What the columns of the two tokens are called. */
  left?: string;
  right?: string;
}

export function TokenDifferences({
  differences,
  left: first = "In the first",
  right: second = "In the second",
}: TokenDifferencesProps) {
  return (
    <div data-testid="token-differences">
      <p className={said} role="status">
        {differences.length === 0
          ? "The two have the same claims."
          : `The two differ in ${count(differences.length, "claim")}.`}
      </p>
      {differences.length > 0 && (
        <table className={table}>
          <thead>
            <tr>
              <th scope="col" className={head}>
                Claim
              </th>
              <th scope="col" className={head}>
                {first}
              </th>
              <th scope="col" className={head}>
                {second}
              </th>
            </tr>
          </thead>
          <tbody>
            {differences.map(({ name, left, right }) => (
              <tr key={name}>
                <th scope="row" className={cell}>
                  <Foreign text={name} />
                </th>
                <td className={cell}>
                  <Side text={left} />
                </td>
                <td className={cell}>
                  <Side text={right} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function Side({ text }: { text: string | null }) {
  return text === null ? <span className={soft}>not there</span> : <Foreign text={text} />;
}
