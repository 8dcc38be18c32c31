/*
 * The drop box while nothing is in it: what it takes, and the three ways in.
 */
import { Button } from "@react-spectrum/s2/Button";
import { ButtonGroup } from "@react-spectrum/s2/ButtonGroup";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { showKeys } from "../../shared/commands";

interface DropAreaProps {
  isDisabled: boolean;
  onChoose: () => void;
  onPaste: () => void;
}

const box = style({
  display: "flex",
  flexDirection: "column",
  alignItems: "center",
  gap: 12,
  padding: 40,
  borderWidth: 2,
  borderStyle: "dashed",
  borderColor: "gray-300",
  borderRadius: "xl",
  textAlign: "center",
});
const title = style({ font: "title-lg", margin: 0 });
const text = style({ font: "body", margin: 0, maxWidth: 560, color: "neutral-subdued" });

export function DropArea({ isDisabled, onChoose, onPaste }: DropAreaProps) {
  return (
    <section className={box} aria-labelledby="drop-title" data-testid="drop-area">
      <h2 className={title} id="drop-title">
        Drop files anywhere in this window
      </h2>
      <p className={text}>
        Projects and credentials from the Developer Console, config.zip, Postman environments, .env and .aio
        files, Python and Java configurations, keys and certificates, share kits and backups. Mudbrick looks
        at what is in a file, not at its name. Drop files that belong together at once.
      </p>
      <ButtonGroup>
        <Button variant="accent" onPress={onChoose} isDisabled={isDisabled} data-testid="choose-files">
          Choose files…
        </Button>
        <Button variant="secondary" onPress={onPaste} isDisabled={isDisabled} data-testid="read-clipboard">
          Paste ({showKeys("mod+v")})
        </Button>
      </ButtonGroup>
    </section>
  );
}
