/*
 * An HTTP method as a small coloured word of fixed width.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { Method } from "../bindings/Method";
import { heard } from "./heard";

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
      GET: "blue-1100",
      HEAD: "gray-800",
      OPTIONS: "gray-800",
      POST: "green-1100",
      PUT: "orange-1100",
      PATCH: "orange-1100",
      DELETE: "red-1100",
    },
  },
});

export function MethodMark({ method }: { method: Method }) {
  return (
    <>
      <span className={heard}>{method} </span>
      <span aria-hidden="true" className={mark({ kind: method })}>
        {SHORT[method]}
      </span>
    </>
  );
}
