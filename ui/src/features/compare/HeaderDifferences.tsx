/*
 * The headers that differ, each with its values on both sides.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { HeaderDifferenceView } from "../../bindings/HeaderDifferenceView";
import { Empty } from "../../shared/Empty";
import { Foreign } from "../../shared/Foreign";

const table = style({ font: "code-sm", width: "full", borderCollapse: "collapse" });
const cell = style({
  textAlign: "start",
  verticalAlign: "top",
  paddingX: 8,
  paddingY: 4,
  overflowWrap: "anywhere",
  fontWeight: "normal",
  borderStyle: "solid",
  borderWidth: 0,
  borderBottomWidth: 1,
  borderColor: "gray-200",
});
const head = style({ font: "ui-sm", fontWeight: "bold" });

interface HeaderDifferencesProps {
  headers: HeaderDifferenceView[];
  left: string;
  right: string;
}

export function HeaderDifferences({ headers, left, right }: HeaderDifferencesProps) {
  if (!headers.length) {
    return (
      <Empty title="No header differs">Both sides have the same headers, or one of them has none.</Empty>
    );
  }
  return (
    <table className={table} data-testid="header-differences">
      <thead>
        <tr>
          {["Header", left, right].map((title) => (
            <th key={title} scope="col" className={cell + head}>
              <Foreign text={title} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {headers.map((header) => (
          <tr key={header.name}>
            <th scope="row" className={cell}>
              <Foreign text={header.name} />
            </th>
            <td className={cell}>
              <Values values={header.left} />
            </td>
            <td className={cell}>
              <Values values={header.right} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Values({ values }: { values: string[] }) {
  if (!values.length) return <em>not there</em>;
  return values.map((value, n) => (
    // A value may be there twice, and their order counts.
    // oxlint-disable-next-line react/no-array-index-key
    <div key={n}>
      <Foreign text={value} />
    </div>
  ));
}
