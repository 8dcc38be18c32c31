/*
 * The fake's commands on open requests. What is kept outlives the window that is open on it, as the engine's files do.
 */
import type { BodyEdit } from "../../bindings/BodyEdit";
import type { Calls } from "../../bindings/Calls";
import type { OpenTab } from "../../bindings/OpenTab";
import type { OutsideChange } from "../../bindings/OutsideChange";
import type { EditedRequest } from "../../bindings/EditedRequest";
import type { TabId } from "../../bindings/TabId";
import type { TabsView } from "../../bindings/TabsView";
import type { TabView } from "../../bindings/TabView";
import { fill, problem, recorded, refuse } from "./fixtures";
import type { FakeOptions } from "./world";

interface Parts {
  options: FakeOptions;
  own: Map<string, EditedRequest>;
  tabs: Map<TabId, OpenTab>;
  call: <T>(work: () => T) => Promise<T>;
  open: () => void;
}

const HOME = { home: "/home/ada/.local/share/mudbrick", file: "order.json" };

type TabCalls = Pick<Calls, Extract<keyof Calls, `tab${string}`>>;

/** A text with what was changed in it, which is said in the places of the text before. */
function changed(body: string, { was, changes }: BodyEdit): string {
  if (body.length !== was) return refuse("body_not_here");
  return changes.reduceRight(
    (text, { from, to, insert }) => text.slice(0, from) + insert + text.slice(to),
    body,
  );
}

/** The drafts of known tabs do not cross again. */
function without(view: TabsView, known: TabId[] | null): TabsView {
  const isKnown = ({ tab }: TabView) => known?.includes(tab.id) ?? false;
  return {
    ...view,
    tabs: view.tabs.map((one) => (isKnown(one) ? { ...one, tab: { ...one.tab, draft: null } } : one)),
  };
}

export function tabCalls({ options, own, tabs, call, open }: Parts): TabCalls {
  const closed: OpenTab[] = [];
  let active: TabId[] = [];
  const outside = ({ source, revision, draft }: OpenTab): OutsideChange | null => {
    if (source?.origin !== "own") return null;
    const now = own.get(source.address);
    if (!now) return draft ? "gone" : null;
    // Its text stands for its revision, as its bytes do in the engine.
    return [revision, JSON.stringify(draft)].includes(JSON.stringify(now)) ? null : "changed";
  };
  const view = (tab: OpenTab): TabView => ({ tab, outside: outside(tab) });
  const list = () => {
    if (tabs.size) open();
    return {
      tabs: [...tabs.values()].map(view),
      active,
      not_kept: options.draftsRefused ? problem("drafts_not_kept", HOME) : null,
      damaged: options.damaged ? [fill(recorded.damagedDraft, HOME)] : [],
    };
  };
  const close = (id: TabId) => {
    const tab = tabs.get(id);
    if (tab) closed.push(tab);
    tabs.delete(id);
    active = active.filter((one) => one !== id);
  };
  return {
    tabsList: ({ known }) => call(() => without(list(), known)),
    tabKeep: ({ tab }) => call(() => void tabs.set(tab.id, tab)),
    tabEdit: ({ tab, base, edits }) =>
      call(() => {
        const known = base === "draft" ? tabs.get(tab.id)?.draft : own.get(tab.source?.address ?? "");
        if (!tab.draft || !known) return refuse("body_not_here");
        const body = edits.reduce(changed, known.body ?? "");
        tabs.set(tab.id, { ...tab, draft: { ...tab.draft, body: body === "" ? null : body } });
      }),
    tabsHandedOver: () => call(() => undefined),
    tabClose: ({ id }) => call(() => close(id)),
    tabReopen: ({ id }) =>
      call(() => {
        const tab = closed.find((one) => one.id === id) ?? (id === null ? closed.at(-1) : undefined);
        if (!tab) return refuse("nothing_to_reopen");
        closed.splice(closed.indexOf(tab), 1);
        tabs.set(tab.id, tab);
        return view(tab);
      }),
    tabsArrange: ({ tabs: order, active: front }) =>
      call(() => {
        const named = order.flatMap((id) => tabs.get(id) ?? []);
        const arranged = [...named, ...[...tabs.values()].filter(({ id }) => !order.includes(id))];
        tabs.clear();
        for (const tab of arranged) tabs.set(tab.id, tab);
        active = front;
      }),
    tabSettle: ({ id, answer }) =>
      call(() => {
        const tab = tabs.get(id);
        const change = tab && outside(tab);
        if (!tab || !change) return list();
        const asNew = { ...tab, source: null, revision: null };
        if (change === "changed" && answer === "mine") {
          tabs.set(id, { ...tab, revision: JSON.stringify(own.get(tab.source?.address ?? "")) });
          return list();
        }
        tabs.set(id, asNew);
        if (change === "changed") {
          const theirs = { ...tab, id: crypto.randomUUID().replaceAll("-", ""), draft: null, revision: null };
          tabs.set(theirs.id, theirs);
          active = active.map((one) => (one === id ? theirs.id : one));
        }
        if (answer === "theirs") close(id);
        return list();
      }),
  };
}
