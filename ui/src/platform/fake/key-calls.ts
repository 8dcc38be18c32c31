/*
 * The fake's key pairs: made, compared, saved, renamed, deleted; and the subjects kept for the next ones.
 */
import type { Calls } from "../../bindings/Calls";
import type { Event } from "../../bindings/Event";
import type { KeyFieldProblem } from "../../bindings/KeyFieldProblem";
import type { KeyMatch } from "../../bindings/KeyMatch";
import type { KeyPairDraft } from "../../bindings/KeyPairDraft";
import type { KeyView } from "../../bindings/KeyView";
import type { MatchAgainst } from "../../bindings/MatchAgainst";
import type { ProfileView } from "../../bindings/ProfileView";
import type { SubjectTemplate } from "../../bindings/SubjectTemplate";
import { fill, recorded, refuse } from "./fixtures";
import { title } from "./requests";
import { fakeKey, underWay, type FakeOptions, type FakeProfile, type Jobs, type World } from "./world";

interface Parts {
  options: FakeOptions;
  world: World;
  call: <T>(work: () => T) => Promise<T>;
  find: (id: string) => FakeProfile;
  changed: (profile: FakeProfile) => ProfileView;
  open: () => void;
  emit: (event: Event) => void;
  /** What stops the work that goes on. */
  jobs: Jobs;
}

type KeyCalls = Pick<Calls, Extract<keyof Calls, `key${string}` | `subject${string}`>>;

const FINGERPRINT = /^[0-9a-f]{40}$|^[0-9a-f]{64}$/;

function compare(world: World, key: KeyView, against: MatchAgainst): KeyMatch {
  const { matches } = recorded;
  const words = { name: key.name };
  const print = key.certificate?.sha1 ?? null;
  if (against.kind === "profile") {
    const { profile: id } = against;
    const profile = world.profiles.find((one) => one.id === id) ?? refuse("no_such_profile", { id });
    const { draft } = profile;
    const other = world.keys.find((one) => one.id === draft.key);
    const which =
      draft.grant !== "jwt"
        ? "profile_oauth"
        : !other
          ? "profile_without_key"
          : other === key
            ? "profile_yes"
            : "profile_of_other";
    const said = fill(matches[which], { ...words, title: title(profile), other: other?.name ?? "" });
    return { ...said, fingerprint: said.matches ? print : null };
  }
  const text = against.text.toLowerCase().replace(/[\s:]/g, "");
  if (!FINGERPRINT.test(text)) refuse("no_fingerprint");
  const its = (one: KeyView) => text === one.certificate?.sha1 || text === one.certificate?.sha256;
  const other = world.keys.find(its);
  const which = its(key) ? "fingerprint_yes" : other ? "fingerprint_of_other" : "fingerprint_no";
  return { ...fill(matches[which], { ...words, other: other?.name ?? "" }), fingerprint: text };
}

function checkKey(draft: KeyPairDraft): KeyFieldProblem[] {
  const { keyChecks: said } = recorded;
  const { name, days, country, common_name } = draft;
  return [
    ...(/^[\w-][\w.-]*$/.test(name.trim()) ? [] : [name.trim() ? said.name_odd : said.name_empty]),
    ...(days >= 1 && days <= 3650 ? [] : [fill(said.days_many, { days: String(days) })]),
    ...(/^([a-z]{2})?$/i.test(country) ? [] : [fill(said.country_long, { country })]),
    ...(common_name ? [] : [said.common_name_empty]),
  ];
}

export function keyCalls({ options, world, call, find, changed, open, emit, jobs }: Parts): KeyCalls {
  let templates: SubjectTemplate[] = [];
  const one = (id: string) => world.keys.find((key) => key.id === id) ?? refuse("no_such_key", { id });
  const save = (id: string, file: string) => call(() => `/home/ada/${fill(file, { name: one(id).name })}`);
  return {
    keysList: () => call(() => world.keys),
    keyCheck: ({ draft }) => call(() => checkKey(draft)),
    keyGenerate: async ({ job, draft, profile, progress }) => {
      progress({ stage: "searching", elapsed_ms: 0 });
      const stopped = await underWay(jobs, emit, job, "key_pair", (stop) =>
        setTimeout(() => stop("over"), options.delayMs ?? 0),
      );
      if (stopped === "stopped") return refuse("key_stopped");
      progress({ stage: "signing" });
      progress({ stage: "storing" });
      if (!draft.common_name.trim()) refuse("common_name_empty");
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
    keySaveCertificate: ({ id, form }) =>
      save(id, form === "pem" ? recorded.keys.certificate_pem : recorded.keys.certificate_der),
    keySavePrivate: ({ id }) => save(id, recorded.keys.private),
    keySavePkcs12: ({ id }) => save(id, recorded.keys.pkcs12),
    keySaveReminder: ({ id }) => save(id, recorded.keys.reminder),
    keyRegisterWithPractice: ({ id }) => call(() => one(id)),
    keyMatch: ({ id, against }) => call(() => compare(world, one(id), against)),
    keyRename: ({ id, name }) =>
      call(() => {
        if (!name.trim()) refuse("key_name_empty");
        const key = one(id);
        key.name = name;
        emit({ kind: "keys_changed" });
        return key;
      }),
    keyDelete: ({ id }) =>
      call(() => {
        const key = one(id);
        if (key.used_by.length) refuse("key_in_use", { name: key.name, title: key.used_by.join(" and ") });
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
