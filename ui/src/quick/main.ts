/*
 * Starts the quick window.
 */
import "./quick.css";
import { tauriPlatform } from "../platform/tauri";
import { openQuick } from "./quick";

const root = document.getElementById("quick");
if (!root) throw new Error("BUG: quick.html has no place for it");
openQuick(root, tauriPlatform());
