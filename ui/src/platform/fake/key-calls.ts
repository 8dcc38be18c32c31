/*
 * The fake's key pairs: made, compared, saved, renamed, deleted; and the subjects kept for the next ones.
 */
import type { Calls } from "../../bindings/Calls";
import type { Event } from "../../bindings/Event";
import type { KeyMatch } from "../../bindings/KeyMatch";
import type { KeyView } from "../../bindings/KeyView";
import type { MatchAgainst } from "../../bindings/MatchAgainst";
import type { ProfileView } from "../../bindings/ProfileView";
import type { SubjectTemplate } from "../../bindings/SubjectTemplate";
import { title } from "./requests";
import { fakeKey, missing, refuse, type FakeOptions, type FakeProfile, type World } from "./world";

interface Parts {
  options: FakeOptions;
  world: World;
  call: <T>(work: () => T) => Promise<T>;
  find: (id: string) => FakeProfile;
  changed: (profile: FakeProfile) => ProfileView;
  open: () => void;
  emit: (event: Event) => void;
}

type KeyCalls = Pick<Calls, Extract<keyof Calls, `key${string}` | `subject${string}`>>;

const FINGERPRINT = /^[0-9a-f]{40}$|^[0-9a-f]{64}$/;

function compare(world: World, key: KeyView, against: MatchAgainst): KeyMatch {
  if (against.kind === "profile") {
    const profile = world.profiles.find((one) => one.id === against.profile) ?? refuse(missing("profile"));
    const matches = profile.draft.key === key.id;
    return {
      matches,
      sentence: matches
        ? `Yes: ${title(profile)} signs with this key.`
        : `No: ${title(profile)} signs with another key.`,
      fingerprint: key.certificate?.sha1 ?? null,
    };
  }
  const text = against.text.toLowerCase().replace(/[\s:]/g, "");
  if (!FINGERPRINT.test(text) && !text.includes("begincertificate")) {
    refuse({
      code: "invalid_input",
      message: "This is neither a fingerprint nor a certificate.",
      remedy:
        "Copy the fingerprint from the Developer Console, or the whole certificate with its BEGIN and END lines.",
    });
  }
  const matches = text === key.certificate?.sha1 || text === key.certificate?.sha256;
  return {
    matches,
    sentence: matches
      ? `Yes: this is the fingerprint of ${key.name}’s certificate.`
      : `No: this is not the fingerprint of ${key.name}’s certificate. Save the certificate and upload it to the Console, or choose the key pair that has this fingerprint.`,
    fingerprint: FINGERPRINT.test(text) ? text : null,
  };
}

export function keyCalls({ options, world, call, find, changed, open, emit }: Parts): KeyCalls {
  let cancel: (() => void) | null = null;
  let templates: SubjectTemplate[] = [];
  const one = (id: string) => world.keys.find((key) => key.id === id) ?? refuse(missing("key pair"));
  const save = (id: string, ending: string) => call(() => `/home/ada/${one(id).name}${ending}`);
  return {
    keysList: () => call(() => world.keys),
    keyGenerate: async ({ draft, profile, progress }) => {
      progress({ stage: "searching", elapsed_ms: 0 });
      const stopped = await new Promise<boolean>((done) => {
        cancel = () => done(true);
        setTimeout(() => done(false), options.delayMs ?? 0);
      });
      if (stopped) return refuse({ code: "cancelled", message: "You stopped making this key pair." });
      progress({ stage: "signing" });
      progress({ stage: "storing" });
      if (!draft.common_name.trim()) refuse({ code: "invalid_input", message: "Common name is empty." });
      open();
      const subject = `CN=${draft.common_name}, OU=${draft.organizational_unit}, O=${draft.organization}, C=${draft.country}`;
      const key = fakeKey(draft.name, draft.bits, draft.days, subject, Date.now());
      world.keys.push(key);
      if (profile) {
        const owner = find(profile);
        owner.draft.key = key.id;
        key.used_by = [title(owner)];
        changed(owner);
      }
      emit({ kind: "keys_changed" });
      return structuredClone(key);
    },
    keyCancel: () => call(() => cancel?.()),
    keySaveCertificate: ({ id, form }) => save(id, form === "pem" ? "_public.crt" : "_public.cer"),
    keySavePrivate: ({ id }) => save(id, "_private.key"),
    keySavePkcs12: ({ id }) => save(id, ".p12"),
    keySaveReminder: ({ id }) => save(id, ".ics"),
    keyRegisterWithPractice: ({ id }) => call(() => one(id)),
    keyMatch: ({ id, against }) => call(() => compare(world, one(id), against)),
    keyRename: ({ id, name }) =>
      call(() => {
        if (!name.trim()) refuse({ code: "invalid_input", message: "Name is empty." });
        const key = one(id);
        key.name = name;
        emit({ kind: "keys_changed" });
        return key;
      }),
    keyDelete: ({ id }) =>
      call(() => {
        const key = one(id);
        if (key.used_by.length) {
          refuse({
            code: "conflict",
            message: `${key.name} is used by ${key.used_by.join(", ")}.`,
            remedy: "Let that profile sign with another key pair first.",
          });
        }
        world.keys = world.keys.filter((other) => other !== key);
        emit({ kind: "keys_changed" });
      }),
    subjectTemplates: () => call(() => templates),
    subjectTemplateSave: ({ template }) =>
      call(() => void (templates = [...templates.filter(({ name }) => name !== template.name), template])),
    subjectTemplateDelete: ({ name }) =>
      call(() => void (templates = templates.filter((template) => template.name !== name))),
  };
}
