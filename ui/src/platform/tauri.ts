/*
 * The engine behind Tauri's bridge: the one module that knows it is there. What the commands mean is in platform.ts.
 */
import { Channel, invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { Event } from "../bindings/Event";
import type { KeyProgress } from "../bindings/KeyProgress";
import type { Platform } from "./platform";

/** The platform of the real window. */
export function tauriPlatform(): Platform {
  return {
    start: () => invoke("start"),
    profilesList: () => invoke("profiles_list"),
    profileGet: (id) => invoke("profile_get", { id }),
    profileCheck: (draft) => invoke("profile_check", { draft }),
    profileCreate: (draft, clientSecret) => invoke("profile_create", { draft, clientSecret }),
    profileUpdate: (id, revision, draft, clientSecret) =>
      invoke("profile_update", { id, revision, draft, clientSecret }),
    profileDuplicate: (id) => invoke("profile_duplicate", { id }),
    profileDelete: (id) => invoke("profile_delete", { id }),
    profileRestore: (id) => invoke("profile_restore", { id }),
    secretCopy: (id, kind) => invoke("secret_copy", { id, kind }),
    secretReveal: (id, kind) => invoke("secret_reveal", { id, kind }),
    tokenGet: (id) => invoke("token_get", { id }),
    tokenRenew: (id) => invoke("token_renew", { id }),
    tokenCopy: (id, form) => invoke("token_copy", { id, form }),
    tokenCurl: (id) => invoke("token_curl", { id }),
    clipboardClear: () => invoke("clipboard_clear"),
    keysList: () => invoke("keys_list"),
    keyGenerate: (draft, profile, onProgress) => {
      const progress = new Channel<KeyProgress>(onProgress);
      return invoke("key_generate", { draft, profile, progress });
    },
    keyCancel: () => invoke("key_cancel"),
    keySaveCertificate: (id) => invoke("key_save_certificate", { id }),
    keySavePrivate: (id) => invoke("key_save_private", { id }),
    keyRegisterWithPractice: (id, profile) => invoke("key_register_with_practice", { id, profile }),
    practiceStart: () => invoke("practice_start"),
    practiceStop: () => invoke("practice_stop"),
    requestsList: () => invoke("requests_list"),
    requestGet: (path, origin) => invoke("request_get", { path, origin }),
    requestSave: (path, request) => invoke("request_save", { path, request }),
    requestCheck: (profile, request) => invoke("request_check", { profile, request }),
    requestSend: (profile, request, confirmation) =>
      invoke("request_send", { profile, request, confirmed: confirmation === "confirmed" }),
    requestCancel: () => invoke("request_cancel"),
    historyList: ({ profile, text, before, limit }) =>
      invoke("history_list", { profile, text, before, limit }),
    historyGet: (id) => invoke("history_get", { id }),
    historyReplay: (id, profile, confirmation) =>
      invoke("history_replay", { id, profile, confirmed: confirmation === "confirmed" }),
    historyBody: (id, offset) => invoke("history_body", { id, offset }),
    vaultState: () => invoke("vault_state"),
    settingsGet: () => invoke("settings_get"),
    settingsSet: (settings) => invoke("settings_set", { settings }),
    listen: (listener) => listen<Event>("mudbrick://event", (message) => listener(message.payload)),
  };
}
