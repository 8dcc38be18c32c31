/*
 * The columns of the board: the head and every row lie on the same grid.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { Choice } from "../../shared/choice";
import type { Column } from "./items";

/**
 * A row's height in pixels, with letters of the usual size: every line has the same, so that where one stands is known without drawing
 * those above.
 */
export const ROW = 40;

export const COLUMNS: Array<Choice<Column>> = [
  { id: "project", title: "Project" },
  { id: "environment", title: "Environment" },
  { id: "token", title: "Token" },
  { id: "certificate", title: "Certificate" },
  { id: "secret", title: "Secret" },
  { id: "used", title: "Last used" },
  { id: "health", title: "Health" },
];

/** Tick, the columns, the menu. The secret's age and the last use need a window that is wide enough. */
export const grid = style({
  display: "grid",
  gridTemplateColumns: {
    default: [28, "minmax(96px, 1fr)", 84, 76, 76, "minmax(176px, 2fr)", 28],
    "@media (min-width: 1040px)": [28, "minmax(120px, 1fr)", 84, 76, 76, 56, 84, "minmax(240px, 2fr)", 28],
  },
  columnGap: 8,
  alignItems: "center",
  paddingX: 8,
  boxSizing: "border-box",
});

/** A cell of a column that only a wide window shows. */
export const wideOnly = style({ display: { default: "none", "@media (min-width: 1040px)": "block" } });

export const isWideOnly = (column: Column) => column === "secret" || column === "used";
