// The keyring of the session, as its person: locked, unlocked, taken away and brought back. `cargo xtask e2e` started it,
// on a bus of its own, with this password.

import { output, start, stop, until } from "./process.mjs";

const PASSWORD = "mudbrick";
const NAME = "org.freedesktop.secrets";

export class Keyring {
  /** The one started here; the first one is `cargo xtask`'s. */
  #own;

  /** Locks the collection that holds the vault's key. */
  async lock() {
    await this.#call(
      "/org/freedesktop/secrets",
      "org.freedesktop.Secret.Service.Lock",
      "array:objpath:/org/freedesktop/secrets/collection/login",
    );
    await until("the keyring to be locked", () => this.#isLocked());
  }

  /** What its person does in the desktop's own window. */
  async unlock() {
    await output(process.env.MUDBRICK_X11, ["unlock", PASSWORD]);
    await until("the keyring to be open", async () => !(await this.#isLocked()));
  }

  /** Takes it away. */
  async remove() {
    if (this.#own) {
      await stop(this.#own);
      this.#own = undefined;
    } else {
      const owner = await this.#bus("GetConnectionUnixProcessID");
      process.kill(Number(/uint32 (\d+)/.exec(owner)[1]));
    }
    await until("the keyring to be gone", async () => !(await this.#isThere()));
  }

  /** Brings it back, open. */
  async bringBack() {
    const args = ["--foreground", "--unlock", "--components=secrets"];
    this.#own = start("gnome-keyring-daemon", args, { stdin: PASSWORD });
    await until("the keyring to be back", () => this.#isThere());
  }

  async stop() {
    if (this.#own) await stop(this.#own);
  }

  async #isThere() {
    return (await this.#bus("NameHasOwner")).includes("boolean true");
  }

  async #isLocked() {
    const said = await this.#call(
      "/org/freedesktop/secrets/collection/login",
      "org.freedesktop.DBus.Properties.Get",
      "string:org.freedesktop.Secret.Collection",
      "string:Locked",
    );
    return said.includes("boolean true");
  }

  #bus(member) {
    const to = ["--dest=org.freedesktop.DBus", "/org/freedesktop/DBus", `org.freedesktop.DBus.${member}`];
    return output("dbus-send", ["--session", "--print-reply", ...to, `string:${NAME}`]);
  }

  #call(path, member, ...args) {
    return output("dbus-send", ["--session", "--print-reply", `--dest=${NAME}`, path, member, ...args]);
  }
}
