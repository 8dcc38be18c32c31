/*
 * The tabs of a profile that come after the first view.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { Busy } from "../shared/Busy";
import { later } from "../shared/later";

const loading = () => (
  <div className={style({ padding: 24 })}>
    <Busy sentence="Opening…" />
  </div>
);

export const RequestsTab = later(() => import("./RequestsTab"), loading);
export const KeysTab = later(() => import("./KeysTab"), loading);
export const HistoryTab = later(() => import("./HistoryTab"), loading);
export const SettingsTab = later(() => import("./SettingsTab"), loading);
