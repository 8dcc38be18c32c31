/*
 * What to know about a file that was written: what its format could not carry, what was left out as a likely secret.
 */
import { Button } from "@react-spectrum/s2/Button";
import { ButtonGroup } from "@react-spectrum/s2/ButtonGroup";
import { Content, Dialog, Heading } from "@react-spectrum/s2/Dialog";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { saidOf } from "../../shared/saved";
import type { Exported } from "../../bindings/Exported";

const stack = style({ display: "flex", flexDirection: "column", gap: 16 });
const text = style({ font: "body", margin: 0 });
const list = style({ font: "body", margin: 0, paddingStart: 20 });

export function SavedDialog({ exported, onDismiss }: { exported: Exported; onDismiss: () => void }) {
  return (
    <Dialog size="M">
      <Heading slot="title">Saved</Heading>
      <Content>
        <div className={stack} data-testid="saved-notes">
          <p className={text}>{saidOf(exported)}. It does not contain everything:</p>
          <ul className={list}>
            {(exported.left_out ?? []).map(({ what, problem }) => (
              <li key={what}>
                Left out: {what}. {problem.message}
              </li>
            ))}
            {(exported.notes ?? []).map((note) => (
              <li key={note.text}>{note.text}</li>
            ))}
          </ul>
        </div>
      </Content>
      <ButtonGroup>
        <Button variant="accent" onPress={onDismiss}>
          Close
        </Button>
      </ButtonGroup>
    </Dialog>
  );
}
