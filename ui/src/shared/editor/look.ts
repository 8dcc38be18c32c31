/*
 * How the editor looks. It lies in a shadow root, where its rules are added as constructed style sheets: the content security
 * policy refuses the style elements that it would add to a document. Colours come in as variables of style.css.
 */
import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export const look = EditorView.theme({
  "&": {
    height: "100%",
    color: "light-dark(rgb(41 41 41), rgb(219 219 219))",
    backgroundColor: "transparent",
  },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "source-code-pro, monospace", fontSize: "12px", lineHeight: "1.5" },
  ".cm-content": { caretColor: "light-dark(black, white)", padding: "8px 0" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--code-mark)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": {
    backgroundColor: "light-dark(rgb(0 0 0 / 2%), rgb(255 255 255 / 6%))",
  },
  ".cm-placeholder": { color: "var(--code-mark)" },
  ".cm-foldPlaceholder": {
    backgroundColor: "transparent",
    borderColor: "var(--line)",
    color: "var(--code-mark)",
    padding: "0 4px",
  },
  ".cm-variable": { color: "var(--code-word)", fontWeight: "600" },
  ".cm-missing": { color: "var(--wrong)", textDecoration: "underline wavy var(--wrong)" },
  ".cm-fault": { backgroundColor: "var(--code-found)", borderRadius: "2px" },
});

export const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--code-name)" },
  { tag: tags.string, color: "var(--code-text)" },
  { tag: tags.number, color: "var(--code-number)" },
  { tag: [tags.bool, tags.null], color: "var(--code-word)" },
]);
