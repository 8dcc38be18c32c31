import type { Plugin } from "vite";

const FUNCTIONS = /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/;

/**
 * Fails the build where a module waits at its top level. WebKit does not keep those in their order that come behind one
 * (https://bugs.webkit.org/show_bug.cgi?id=242740): a view whose code is fetched would run before what it is made of.
 */
export function forbidTopLevelAwait(): Plugin {
  return {
    name: "mudbrick-forbid-top-level-await",
    apply: "build",
    renderChunk(code, { fileName }) {
      if (waits(this.parse(code))) this.error(`${fileName} waits at its top level`);
    },
  };
}

/** Whether a part of a syntax tree waits outside of every function. */
function waits(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(waits);
  if (typeof node !== "object" || node === null) return false;
  const { type, await: isAwaited } = node as { type?: string; await?: boolean };
  if (type === undefined || FUNCTIONS.test(type)) return false;
  return type === "AwaitExpression" || isAwaited === true || Object.values(node).some(waits);
}
