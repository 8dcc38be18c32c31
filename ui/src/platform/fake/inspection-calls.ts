/*
 * The fake's inspector: the tokens that were recorded, and of any other text that it is none.
 */
import type { Calls } from "../../bindings/Calls";
import type { InspectedView } from "../../bindings/InspectedView";
import type { ProfileId } from "../../bindings/ProfileId";
import type { TokenSource } from "../../bindings/TokenSource";
import type { TokenState } from "../../bindings/TokenState";
import { fill, recorded, refuse } from "./fixtures";
import { named } from "./requests";
import { DAY, type FakeProfile } from "./world";

type InspectionCalls = Pick<Calls, "tokenInspect" | "tokenCompare" | "tokenAsk" | "tokenRevoke">;

interface Parts {
  call: <T>(work: () => T) => Promise<T>;
  find: (id: ProfileId) => FakeProfile;
  told: (profile: FakeProfile, token: TokenState) => void;
}

const { own, foreign, narrower, assertion } = recorded.inspections;

/** Its times are those of the fake's world; an assertion lasts five minutes. */
function lasting(view: InspectedView, created: number, end: number): InspectedView {
  const claims = view.claims.map((claim) => (claim.when === null ? claim : { ...claim, when: created }));
  return { ...view, claims, created_at: created, expires_at: end, is_over: end <= Date.now() };
}

const kept = (profile: FakeProfile) =>
  profile.token.kind === "ready" ? profile.token : refuse("no_kept_token", named(profile));
/** Which of the recorded ones it is. */
const pasted = (text: string) => {
  const token = text.trim().split(/\s+/).at(-1) ?? "";
  const known = [foreign, narrower, assertion].find((one) => one.text === token);
  return known ?? refuse(token.split(".").length === 3 ? "token_cut_off" : "no_token");
};

export function inspectionCalls({ call, find, told }: Parts): InspectionCalls {
  const look = (source: TokenSource, whose: ProfileId | null): InspectedView => {
    const client_id = whose === null ? "" : find(whose).draft.client_id;
    if (source.kind === "pasted") {
      const { view } = pasted(source.text);
      const end = Date.now() - 3 * DAY;
      const said = lasting(fill(view, { client_id }), end - DAY, end);
      return whose === null ? { ...said, not_the_profiles: [] } : said;
    }
    if (source.kind === "assertion") {
      const made = Date.now();
      return { ...lasting(assertion.view, made, made + 300_000), not_the_profiles: [] };
    }
    const token = kept(find(source.profile));
    const words = { client_id, id: "1_a_ue1", fg: "FG", sid: "1_b_ue1", moi: "0a1b", c: "c" };
    const view = fill(own.view, { ...words, created_at: String(token.created_at) });
    return lasting(view, token.created_at, token.expires_at);
  };
  /** As the token has them: when they were is a moment later for whoever looks again. */
  const claimsOf = (source: TokenSource) =>
    JSON.stringify(look(source, null).claims.map(({ name, value }) => [name, value]));
  return {
    tokenInspect: ({ source, profile }) => call(() => look(source, profile)),
    tokenCompare: ({ left, right }) =>
      call(() => {
        const [one, other] = [left, right].map(claimsOf);
        return one === other ? [] : recorded.inspections.differences;
      }),
    tokenAsk: ({ source }) =>
      call(() => {
        const isKept = source.kind === "kept" && find(source.profile).token.kind === "ready";
        const { works, revoked } = recorded.inspections;
        return isKept ? { ...works, expires_at: Date.now() + DAY } : revoked;
      }),
    tokenRevoke: ({ source, profile }) =>
      call(() => {
        if (source.kind === "kept") told(find(profile), { kind: "none" });
      }),
  };
}
