/*
 * A name, host, address or value that came from elsewhere, within text of ours: nothing in it is hidden, and its direction
 * of reading ends where it ends.
 */
import { visibleLine } from "./visible";

export function Foreign({ text }: { text: string }) {
  return <bdi>{visibleLine(text)}</bdi>;
}
