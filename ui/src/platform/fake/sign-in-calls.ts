/*
 * Signing in as the fake engine does it: the browser is wherever the test is, and an address with a code in it is the answer.
 */
import type { Calls } from "../../bindings/Calls";
import type { Event } from "../../bindings/Event";
import type { TokenState } from "../../bindings/TokenState";
import type { FakeProfile } from "./world";

interface Around {
  call: <T>(make: () => T) => Promise<T>;
  find: (id: string) => FakeProfile;
  mint: (profile: FakeProfile) => TokenState;
  emit: (event: Event) => void;
}

export function signInCalls({ call, find, mint, emit }: Around) {
  const waiting = new Map<string, () => void>();
  return {
    signIn: async ({ job, id, page }) => {
      const profile = find(id);
      const { redirect_uri } = profile.draft;
      const listens = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])/.test(redirect_uri);
      const came = new Promise<void>((resolve) => waiting.set(job, resolve));
      page({
        url: "https://ims-na1.adobelogin.com/ims/authorize/v2?client_id=practice",
        redirect_uri,
        way_back: listens ? "listens" : "pasted",
      });
      if (!listens) await came;
      waiting.delete(job);
      return call(() => ({ user_id: "ADA@AdobeID", token: mint(profile), renews: true }));
    },
    signInAnswer: ({ job }) => call(() => waiting.get(job)?.()),
    signOut: ({ id }) =>
      call(() => {
        const profile = find(id);
        profile.token = { kind: "none" };
        emit({ kind: "token_changed", profile: id, token: profile.token });
        return {};
      }),
  } satisfies Partial<Calls>;
}
