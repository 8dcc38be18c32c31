/*
 * The engine behind Tauri's bridge: the one module that knows it is there. What the commands mean is in platform.ts.
 */
import { Channel, invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { Event } from "../bindings/Event";
import type { KeyProgress } from "../bindings/KeyProgress";
import type { Drop, Platform } from "./platform";

/** The platform of the real window. */
export function tauriPlatform(): Platform {
  return {
    start: () => invoke("start"),
    profilesList: () => invoke("profiles_list"),
    profileGet: (id) => invoke("profile_get", { id }),
    profileCheck: (draft) => invoke("profile_check", { draft }),
    profileCreate: (draft, clientSecret, secondClientSecret) =>
      invoke("profile_create", { draft, clientSecret, secondClientSecret }),
    profileUpdate: (id, revision, draft, clientSecret, secondClientSecret) =>
      invoke("profile_update", { id, revision, draft, clientSecret, secondClientSecret }),
    profileDuplicate: (id) => invoke("profile_duplicate", { id }),
    profileDelete: (id) => invoke("profile_delete", { id }),
    profileRestore: (id) => invoke("profile_restore", { id }),
    secretCopy: (id, kind) => invoke("secret_copy", { id, kind }),
    secretReveal: (id, kind) => invoke("secret_reveal", { id, kind }),
    secretRemove: (id, kind) => invoke("secret_remove", { id, kind }),
    secretGenerations: (owner) => invoke("secret_generations", { owner }),
    secretRestore: (owner, number) => invoke("secret_restore", { owner, number }),
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
    keySaveCertificate: (id, form) => invoke("key_save_certificate", { id, form }),
    keySavePrivate: (id) => invoke("key_save_private", { id }),
    keySavePkcs12: (id, passphrase) => invoke("key_save_pkcs12", { id, passphrase }),
    keySaveReminder: (id) => invoke("key_save_reminder", { id }),
    keyMatch: (id, against) => invoke("key_match", { id, against }),
    keyRename: (id, name) => invoke("key_rename", { id, name }),
    keyDelete: (id) => invoke("key_delete", { id }),
    subjectTemplates: () => invoke("subject_templates"),
    subjectTemplateSave: (template) => invoke("subject_template_save", { template }),
    subjectTemplateDelete: (name) => invoke("subject_template_delete", { name }),
    keyRegisterWithPractice: (id, profile) => invoke("key_register_with_practice", { id, profile }),
    practiceStart: () => invoke("practice_start"),
    practiceStop: () => invoke("practice_stop"),
    requestsList: () => invoke("requests_list"),
    requestGet: (path, origin) => invoke("request_get", { path, origin }),
    requestSave: (path, request, revision) => invoke("request_save", { path, request, revision }),
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
    importOpen: () => invoke("import_open"),
    importClipboard: () => invoke("import_clipboard"),
    importUnlock: (id, item, passphrase) => invoke("import_unlock", { id, item, passphrase }),
    importApply: (id, choice) => invoke("import_apply", { id, choice }),
    importDiscard: (id) => invoke("import_discard", { id }),
    exportProfile: (id, format, secrets) => invoke("export_profile", { id, format, secrets }),
    exportKit: (selection, unreadable) => invoke("export_kit", { selection, unreadable }),
    exportBackup: (selection, passphrase, unreadable) =>
      invoke("export_backup", { selection, passphrase, unreadable }),
    exportInventory: () => invoke("export_inventory"),
    vaultState: () => invoke("vault_state"),
    vaultUnlock: (passphrase) => invoke("vault_unlock", { passphrase }),
    vaultLock: () => invoke("vault_lock"),
    vaultUsePassphrase: (passphrase) => invoke("vault_use_passphrase", { passphrase }),
    vaultChangePassphrase: (current, passphrase) =>
      invoke("vault_change_passphrase", { current, passphrase }),
    vaultUseKeyring: () => invoke("vault_use_keyring"),
    activity: () => invoke("activity"),
    settingsGet: () => invoke("settings_get"),
    settingsSet: (settings) => invoke("settings_set", { settings }),
    listen: (listener) => listen<Event>("mudbrick://event", (message) => listener(message.payload)),
    listenDrop: (listener) => listen<Drop>("mudbrick://drop", (message) => listener(message.payload)),
  };
}
