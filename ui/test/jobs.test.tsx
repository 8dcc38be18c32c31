import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { openWhole, row, tab } from "./window";

/** Two requests of two profiles that are never answered, and a key pair. */
it("lists what goes on wherever one is, and stops one alone", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  try {
    const { user, platform } = await openWhole({ profiles: 4, stalls: true });
    const stop = vi.spyOn(platform, "jobStop");
    await user.click(await tab("Requests"));
    await screen.findByTestId("request-editor");
    await user.click(screen.getByTestId("send"));
    expect(screen.queryByTestId("jobs")).toBeNull();
    await user.click(await row(/Globex · Platform/));
    await waitFor(() =>
      expect(screen.getByTestId<HTMLInputElement>("url").value).toContain("schemaregistry"),
    );
    await user.click(screen.getByTestId("send"));
    await vi.advanceTimersByTimeAsync(1_600);
    const jobs = await screen.findAllByTestId("job");
    expect(jobs.map((job) => within(job).getByText(/^Sending/).textContent)).toEqual([
      "Sending List libraries",
      "Sending List schemas",
    ]);

    await user.click(screen.getByTestId("preferences"));
    expect(await screen.findAllByTestId("job")).toHaveLength(2);
    const [first] = screen.getAllByTestId("job");
    if (first) await user.click(within(first).getByRole("button", { name: /^Cancel/ }));
    await waitFor(() => expect(screen.getAllByTestId("job")).toHaveLength(1));
    expect(screen.getByTestId("job")).toHaveTextContent("Sending List schemas");
    expect(stop).toHaveBeenCalledTimes(1);
  } finally {
    vi.useRealTimers();
  }
});
