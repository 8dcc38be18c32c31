/*
 * What the fake's drop box reads, whatever was dropped: one recorded reading of each sort that the window has to show.
 */
import type { Brought } from "../../bindings/Brought";
import { fill, recorded } from "./fixtures";
import { title } from "./requests";
import type { World } from "./world";

/** A fresh copy; `id` names it in the calls that follow. */
export function sampleReading(sample: keyof typeof recorded.readings, id: number, world: World): Brought {
  const [first] = world.profiles;
  const words = first ? { profile: first.id, title: title(first) } : { profile: "", title: "" };
  const view: Brought = { ...fill(recorded.readings[sample], words), id };
  if (view.collection) view.collection.id = id;
  const [found] = view.profiles;
  // What is known of the recorded profile is known of the first one here.
  if (first && found && found.known.kind !== "new") {
    const { scopes } = found.draft;
    found.draft = { ...first.draft, scopes: found.known.kind === "differs" ? scopes : first.draft.scopes };
  }
  return view;
}
