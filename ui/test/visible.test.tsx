import { readFileSync } from "node:fs";
import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { CodeView } from "../src/shared/CodeView";
import { Fact, Facts } from "../src/shared/Facts";
import { Foreign } from "../src/shared/Foreign";
import { HeaderList } from "../src/shared/HeaderList";
import LoadedProblem from "../src/shared/LoadedProblem";
import { visibleJson, visibleLine, visibleText } from "../src/shared/visible";

interface Case {
  name: string;
  text: string;
  shown: string;
}

const table = JSON.parse(readFileSync("../crates/cli/src/output/visible.json", "utf8")) as Record<
  "line" | "text" | "json",
  Case[]
> & { hidden: number };

describe("text from elsewhere", () => {
  const ways = { line: visibleLine, text: visibleText, json: visibleJson };
  for (const [way, show] of Object.entries(ways)) {
    it.each(table[way as keyof typeof ways])(`as ${way}: $name`, ({ text, shown }) => {
      expect(show(text)).toBe(shown);
    });
  }

  it("is what the command line hides, character by character", () => {
    const hidden = [...Array(0x30000).keys(), ...Array.from({ length: 0x1000 }, (_, n) => 0xe0000 + n)]
      .filter((point) => point < 0xd800 || point > 0xdfff)
      .filter((point) => visibleLine(String.fromCodePoint(point)) !== String.fromCodePoint(point));
    // `is_hidden` in crates/cli/src/output/visible.rs counts the same.
    expect(hidden.length).toBe(table.hidden);
  });

  it("ends its direction of reading where it ends", () => {
    render(<Foreign text={"\u202egnp.exe"} />);
    expect(screen.getByText("\\u{202e}gnp.exe").tagName).toBe("BDI");
  });

  it("is shown so in facts, headers, problems and bodies", () => {
    const hostile = "a\u001b[8m\u202eb";
    const shown = "a\\u{1b}[8m\\u{202e}b";
    const { container } = render(
      <>
        <Facts label="facts">
          <Fact name="Fact">{hostile}</Fact>
        </Facts>
        <HeaderList label="headers" headers={[{ name: hostile, value: hostile }]} />
        <LoadedProblem
          problem={{ code: "network", message: hostile, remedy: { text: hostile }, detail: hostile }}
        />
        <CodeView text={hostile} language="text" label="body" />
        <CodeView text={`"${hostile}"`} language="json" label="json body" />
      </>,
    );
    expect([...container.textContent].filter((one) => "\u001b\u202e".includes(one))).toEqual([]);
    expect(container.textContent.split(shown).length - 1).toBe(7);
    expect(container.textContent).toContain('"a\\u001b[8m\\u202eb"');
  });
});
