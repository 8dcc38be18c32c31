/*
 * The fake's checks of profiles, usual scopes and sandboxes.
 */
import type { Calls } from "../../bindings/Calls";
import type { Event } from "../../bindings/Event";
import type { ProfileCheckup } from "../../bindings/ProfileCheckup";
import type { ProfileView } from "../../bindings/ProfileView";
import { fill, recorded } from "./fixtures";
import { title } from "./requests";
import { underWay, type FakeProfile, type Jobs, type World } from "./world";

type CheckupCalls = Pick<
  Calls,
  Extract<keyof Calls, `checkup${string}` | `sandbox${string}` | "productsList">
>;

interface Parts {
  world: World;
  call: <T>(work: () => T) => Promise<T>;
  find: (id: string) => FakeProfile;
  changed: (profile: FakeProfile) => ProfileView;
  emit: (event: Event) => void;
  jobs: Jobs;
  tokenFails: boolean;
}

export function checkupCalls({ world, call, find, changed, emit, jobs, tokenFails }: Parts): CheckupCalls {
  const { works, limited, fails, markdown, products, sandboxes } = recorded.checkups;
  const checked = (profile: FakeProfile): ProfileCheckup[] => {
    const { sandbox } = profile.draft;
    const isKnown = sandbox === "" || sandboxes.sandboxes.some(({ name }) => name === sandbox);
    const report = profile.secret === null || tokenFails ? fails : isKnown ? works : limited;
    return fill(report.profiles, { profile: profile.id, title: title(profile) });
  };
  return {
    checkup: async ({ job, wish, progress }) => {
      const wanted = world.profiles.filter(({ id }) => wish.profiles.includes(id));
      const found: ProfileCheckup[] = [];
      let timer: ReturnType<typeof setInterval> | undefined;
      await underWay(jobs, emit, job, "check", (end) => {
        const left = [...wanted];
        timer = setInterval(() => {
          const next = left.shift();
          if (next) found.push(...checked(next));
          const wrong = found.filter(({ verdict }) => verdict !== "works").length;
          progress({ done: found.length, of: wanted.length, wrong });
          if (left.length === 0) end("over");
        }, 1);
      });
      clearInterval(timer);
      return { at: Date.now(), profiles: found, not_begun: wanted.length - found.length };
    },
    checkupMarkdown: ({ report }) => call(() => fill(markdown, { title: report.profiles[0]?.title ?? "" })),
    checkupSave: ({ report }) =>
      call(() => ({ ...recorded.exports.inventory, profiles: report.profiles.length, keys: 0 })),
    productsList: () => call(() => products),
    sandboxesList: () => call(() => ({ ...sandboxes, at: Date.now() })),
    sandboxSwitch: ({ id, name }) =>
      call(() => {
        const profile = find(id);
        profile.draft = { ...profile.draft, sandbox: name };
        return changed(profile);
      }),
  };
}
