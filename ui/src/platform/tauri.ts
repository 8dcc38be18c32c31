/*
 * The engine behind Tauri's bridge: the one module that knows it is there.
 */
import { Channel, invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import { callsOver } from "../bindings/Calls";
import type { Event } from "../bindings/Event";
import type { Problem } from "../bindings/Problem";
import type { ReminderLead } from "../bindings/ReminderLead";
import { platformOver, type Drop, type Platform } from "./platform";

/** The platform of the real window. */
export function tauriPlatform(): Platform {
  const calls = callsOver({ invoke, channel: (listener) => new Channel(listener) });
  return platformOver(calls, {
    listen: (listener) => listen<Event>("mudbrick://event", (message) => listener(message.payload)),
    listenDrop: (listener) => listen<Drop>("mudbrick://drop", (message) => listener(message.payload)),
    listenQuick: (listener) => listen("mudbrick://quick", listener),
    listenReminders: (listener) =>
      listen<ReminderLead>("mudbrick://reminder", (message) => listener(message.payload)),
    listenTold: (listener) => listen<Problem>("mudbrick://told", (message) => listener(message.payload)),
    listenClosing: (listener) => listen("mudbrick://closing", listener),
  });
}
