/*
 * An HTTP method as a small coloured word of fixed width.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { Method } from "../bindings/Method";

const SHORT: Record<Method, string> = {
  GET: "GET",
  HEAD: "HEAD",
  OPTIONS: "OPT",
  POST: "POST",
  PUT: "PUT",
  PATCH: "PATCH",
  DELETE: "DEL",
};

const mark = style({
  font: "ui-xs",
  fontWeight: "bold",
  width: 40,
  flexShrink: 0,
  color: {
    kind: {
      GET: "blue-900",
      HEAD: "gray-700",
      OPTIONS: "gray-700",
      POST: "green-900",
      PUT: "orange-900",
      PATCH: "orange-900",
      DELETE: "red-900",
    },
  },
});

export function MethodMark({ method }: { method: Method }) {
  return (
    <abbr title={method} className={mark({ kind: method }) + style({ textDecoration: "none" })}>
      {SHORT[method]}
    </abbr>
  );
}
