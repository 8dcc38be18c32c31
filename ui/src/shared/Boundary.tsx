/*
 * Keeps what cannot be drawn in one part of the window from taking all of it away.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { Component, type ReactNode } from "react";
import { visibleText } from "./visible";

interface BoundaryProps {
  /** What it is around, as the sentence begins: "This page". */
  what: string;
  /** Where the person is: elsewhere it is tried again. */
  at?: unknown;
  /** The words on the button, and what it does beside drawing it once more. */
  verb: string;
  onAgain?: () => void;
  children: ReactNode;
}

const box = style({
  display: "flex",
  flexDirection: "column",
  alignItems: "start",
  gap: 12,
  padding: 32,
  font: "ui",
  color: "body",
  overflow: "auto",
});
const heading = style({ font: "title", margin: 0 });
const raw = style({ font: "code-sm", whiteSpace: "pre-wrap", overflowWrap: "anywhere", margin: 0 });

interface BoundaryState {
  at: unknown;
  cause: string | null;
}

export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { at: this.props.at, cause: null };

  static getDerivedStateFromError = (error: unknown) => ({ cause: String(error) });

  static getDerivedStateFromProps = ({ at }: BoundaryProps, state: BoundaryState) =>
    at === state.at ? null : { at, cause: null };

  #again = () => {
    this.setState({ cause: null });
    this.props.onAgain?.();
  };

  override render() {
    const { cause } = this.state;
    if (cause === null) return this.props.children;
    return (
      <div className={box} role="alert" data-testid="not-drawn">
        <h2 className={heading}>{this.props.what} cannot be drawn</h2>
        <span>That is a fault of Mudbrick itself. What went wrong:</span>
        <pre className={raw}>
          <bdi>{visibleText(cause)}</bdi>
        </pre>
        <ActionButton onPress={this.#again}>{this.props.verb}</ActionButton>
      </div>
    );
  }
}
