/*
 * An editor for code of several lines. What draws it is fetched when the first one is opened: it is larger than the rest of
 * the page that it is on.
 */
import { lazy, Suspense } from "react";
import type { CodeEditorProps } from "./editor/LoadedEditor";
import { editorBox } from "./editor/box";

const Loaded = lazy(() => import("./editor/LoadedEditor"));

export function CodeEditor(props: CodeEditorProps) {
  return (
    <Suspense fallback={<div className={editorBox} />}>
      <Loaded {...props} />
    </Suspense>
  );
}
