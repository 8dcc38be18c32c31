// The steps of a journey: each leaves a picture of its end, or of the moment it failed at. What comes after a failed step
// is not tried.

import { test } from "node:test";
import { look } from "./look.mjs";

export class Steps {
  #broken = false;

  /**
   * @param {string} pictures the folder for them
   * @param {() => { desktop: import('./desktop.mjs').Desktop, driver: import('./webdriver.mjs').Driver,
   *   page?: import('./page.mjs').Page }} scene
   */
  constructor(pictures, scene) {
    this.pictures = pictures;
    this.scene = scene;
  }

  /** A step with a picture. */
  step = (name, body) => {
    const file = fileOf(name);
    return this.quietly(
      name,
      async (t) => {
        await this.scene().page?.dismiss();
        await body(t);
        await this.scene().desktop.picture(this.pictures, file);
      },
      `${file}-failed`,
    );
  };

  /** A step that ends on a screen worth looking at: axe-core looks at it, and a picture is taken, in each theme. */
  screen = (name, body) => {
    const file = fileOf(name);
    return this.quietly(
      name,
      async () => {
        await body();
        const { desktop, page } = this.scene();
        await look(page, name, (theme) => desktop.picture(this.pictures, `${file}-${theme}`));
      },
      `${file}-failed`,
    );
  };

  /** A step with nothing to be seen at its end. */
  quietly = (name, body, failed) => {
    return test(name, async (t) => {
      if (this.#broken) return t.skip("an earlier step failed");
      try {
        await body(t);
      } catch (error) {
        this.#broken = true;
        const { desktop, driver } = this.scene();
        if (failed) await desktop.picture(this.pictures, failed).catch((no) => t.diagnostic(no.message));
        for (const said of [desktop.said, driver.said]) t.diagnostic(said);
        throw error;
      }
    });
  };
}

/** `a picture's name` as `a-picture-s-name`. */
const fileOf = (name) => name.replaceAll(/[^a-z0-9]+/gi, "-").toLowerCase();
