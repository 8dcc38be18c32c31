/*
 * An editor for code of several lines. What draws it is fetched when the first one is opened: it is larger than the rest of
 * the page that it is on.
 */
import { editorBox } from "./editor/box";
import { later } from "./later";

export const CodeEditor = later(
  () => import("./editor/LoadedEditor"),
  () => <div className={editorBox} />,
);
