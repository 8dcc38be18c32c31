// The window's page as a person meets it: fields by their labels, buttons and tabs by their names, and the test ids of
// ui/README.md where words would be ambiguous. Everything waits until it is there and can be used.

import { USUAL } from "./desktop.mjs";
import {
  closeNotices,
  countOf,
  focusFound,
  focusOn,
  hasNotice,
  isComplete,
  isInFound,
  markControl,
  markField,
  markPicker,
  pressOn,
  rest,
  scrollTo,
  scrollToTop,
  sizeOfPage,
  sourceOfPage,
  staysFor,
  valueIn,
  valueOf,
  visibleText,
} from "./in-page.mjs";
import { until } from "./process.mjs";

/** Keys as WebDriver names them (W3C WebDriver, section 17.4.2). */
export const KEY = {
  enter: "\uE007",
  escape: "\uE00C",
  control: "\uE009",
  backspace: "\uE003",
  tab: "\uE004",
  shift: "\uE008",
  pageUp: "\uE00E",
  pageDown: "\uE00F",
  right: "\uE014",
  down: "\uE015",
  f10: "\uE03A",
};

export class Page {
  /** @param {import('./webdriver.mjs').Session} session */
  constructor(session) {
    this.session = session;
  }

  /**
   * Opens the window, with everything there that the page needs.
   * @param {import('./webdriver.mjs').Driver} driver
   */
  static async open(driver, program) {
    const page = new Page(await driver.open(program));
    await page.resize(USUAL);
    await page.complete();
    return page;
  }

  /** Makes the window so large that the page has this size. */
  async resize({ width, height }) {
    await this.session.resize(width, height);
    const wanted = `${width} ${height}`;
    await until("the window's size", async () => (await this.session.run(sizeOfPage)) === wanted);
  }

  /** Waits for an element by its test id, and gives back its text. */
  see(id, seconds) {
    return until(
      `"${id}" on the page`,
      () => this.session.run(visibleText, `[data-testid="${id}"]`),
      seconds,
    );
  }

  /** Waits until an element's text contains something. */
  read(id, wanted, seconds) {
    return until(
      `"${wanted}" in "${id}"`,
      async () => {
        const text = await this.session.run(visibleText, `[data-testid="${id}"]`);
        return text?.includes(wanted) ? text : null;
      },
      seconds,
    );
  }

  /** Waits until there are so many elements of a test id. */
  count(id, wanted, seconds) {
    const selector = `[data-testid="${id}"]`;
    const isRight = async () => (await this.session.run(countOf, selector)) === wanted;
    return until(`${wanted} of "${id}"`, isRight, seconds);
  }

  /** Waits until there is none. */
  gone(id, seconds) {
    return this.count(id, 0, seconds);
  }

  /** What is in the field of a test id. */
  value(id) {
    return this.session.run(valueIn, `[data-testid="${id}"]`);
  }

  /** Waits until the request on screen goes there. */
  urlIs(wanted) {
    return until(`the URL ${wanted}`, async () => (await this.value("url")) === wanted);
  }

  /** Gives the keyboard to an element by its test id. */
  focus(id) {
    return until(`"${id}" to have the keyboard`, () => this.session.run(focusOn, `[data-testid="${id}"]`));
  }

  /** All that the page holds, to be searched for what it must not hold. */
  held() {
    return this.session.run(sourceOfPage);
  }

  /** Presses an element by its test id. */
  async press(id, seconds) {
    await this.#press(`[data-testid="${id}"]`, null, seconds);
  }

  /** Presses a button, tab, radio button or option by the words on it, perhaps in a part of the page. */
  async choose(role, name, seconds, part = null) {
    const own = this.#selector(role);
    const within = part === null ? own : `[data-testid="${part}"] :is(${own})`;
    await this.#press(within, name, seconds);
  }

  /**
   * Presses the button that mends the problem on screen, by the words on it, perhaps in a part of the page. What is found out about the
   * request comes above it a moment after the answer, and moves it.
   */
  async mend(name, seconds, part = null) {
    const within = part === null ? "" : `[data-testid="${part}"] `;
    await this.#press(`${within}[data-testid="problem"] [data-testid="remedy"]`, name, seconds, 300);
  }

  /** Chooses from the menu of the profile on screen, once that stands where it stays: it is long, and moves to have room. */
  async chooseOfProfile(name) {
    await this.press("profile-menu");
    await this.find("menuitem", name, 20);
    await until(`"${name}" to stay`, () => this.session.runAsync(staysFor, 200));
    await this.choose("menuitem", name);
  }

  /** Waits for one, and leaves it alone. */
  find(role, name, seconds) {
    const selector = this.#selector(role);
    return until(`"${name}"`, () => this.session.run(markControl, selector, name), seconds);
  }

  #selector(role) {
    return {
      button: 'button, [role="button"]',
      tab: '[role="tab"]',
      radio: 'label:has(input[type="radio"])',
      switch: 'label:has(input[role="switch"])',
      option: '[role="option"]',
      row: '[role="row"], [role="treeitem"], [role="option"]',
      menuitem: '[role="menuitem"]',
    }[role];
  }

  /** Chooses an option of a picker by the picker's label. */
  async pick(label, option) {
    await until(`the picker "${label}"`, () => this.session.run(markPicker, label));
    await this.session.run(focusFound);
    await this.session.keys(KEY.enter);
    await this.choose("option", option);
  }

  /** The keys of a text to whatever has the keyboard, one after the other. */
  async write(text) {
    for (const key of text) await this.session.keys(key);
  }

  /** Waits until a picker shows an option. */
  picked(label, option) {
    return until(`"${option}" in the picker "${label}"`, async () => {
      return (await this.session.run(markPicker, label)) && this.session.run(isInFound, option);
    });
  }

  /** Replaces what is in a text field, by its label. */
  async fill(label, text) {
    // A list of choices that was closed a moment ago may still lie over it.
    const field = await until(`the field "${label}"`, async () => {
      if (!(await this.session.run(markField, label))) return null;
      const found = await this.session.find("[data-found]");
      await this.session.click(found);
      return found;
    });
    await this.session.keys(KEY.control, "a");
    await this.session.type(field, text === "" ? KEY.backspace : text);
    await until(`"${label}" to hold what was typed`, async () => {
      const value = await this.session.run(valueOf);
      return value === text || value === null;
    });
  }

  /** Waits until a text field holds something. */
  holds(label, text) {
    return until(`"${text}" in the field "${label}"`, async () => {
      return (await this.session.run(markField, label)) && (await this.session.run(valueOf)) === text;
    });
  }

  /** Waits for a notice at the window's foot. */
  toast(text, seconds) {
    return until(`the notice "${text}"`, () => this.session.run(hasNotice, text), seconds);
  }

  /** Chooses a profile in the side bar by its name. */
  async chooseProfile(name, seconds) {
    const row = `[data-testid="profile-row"]:has([data-whole="${name}"])`;
    await this.#scrollTo('[data-testid="sidebar"] [role="listbox"]', row, seconds);
    await this.#press(row, null, seconds);
    await this.read("profile-header", name);
  }

  /** Starts the local Adobe, whose first profile opens at its first request. */
  async tryPractice() {
    await this.press("try-practice");
    await this.see("request-editor", 30);
  }

  /** Makes a profile of a project of the local Adobe. */
  async addProject(name, clientId, shown) {
    await this.press("new-profile");
    await this.pick("Fill in from the local Adobe", name);
    await this.holds("Client ID (API key)", clientId);
    await this.fill("Name", shown);
    await this.saveProfile(shown);
  }

  /** Goes on to the next field, and waits until the web view has brought it into view: it does so a moment later, and once more. */
  async tab() {
    await this.session.keys(KEY.tab);
    await this.session.runAsync(rest);
  }

  /** Saves the form by the keyboard. */
  async saveProfile(shown) {
    await this.focus("save-profile");
    await this.session.keys(KEY.enter);
    await this.read("profile-header", shown, 30);
  }

  /** Waits for a row of the requests' tree. */
  row(selector, seconds = 30) {
    return this.#scrollTo('[data-testid="request-list"] [role="tree"]', selector, seconds);
  }

  /** Scrolls a list of which only the rows in view are drawn until it shows one. */
  #scrollTo(list, row, seconds) {
    return until(`${row} in the list`, () => this.session.run(scrollTo, list, row), seconds);
  }

  /** Opens a request of the tree by its key, such as `own Nightly/Libraries`. */
  async openListed(key) {
    const row = `[data-request="${key}"]`;
    await this.row(row);
    await until(`${key} to be pressed`, () => this.session.run(pressOn, row));
  }

  /** Begins a request of one's own, which goes there. */
  async newRequest(url) {
    await this.session.keys(KEY.control, "t");
    await this.urlIs("https://");
    await this.fill("URL", url);
  }

  /** Opens the first sample request of a product. */
  async openRequest(product) {
    const row = `[data-testid="request-row"][data-request^="catalogue ${product}/"]`;
    await this.row(row);
    await this.#press(row, null);
    await this.see("request-editor");
  }

  /** Waits until everything stands by that the page needs: drops are listened for, and commands known. */
  complete() {
    return until("the page to stand by", () => this.session.run(isComplete), 30);
  }

  /** Closes the notices at the window's foot. */
  dismiss() {
    return until("the notices to go", () => this.session.run(closeNotices));
  }

  /** Shows the beginning of what is scrolled. */
  toTop() {
    return this.session.run(scrollToTop);
  }

  async #press(selector, name, seconds, still = 0) {
    await until(
      `${name ? `"${name}"` : selector} to be pressed`,
      async () => {
        if (!(await this.session.run(markControl, selector, name))) return false;
        // What comes above it moves it from under the pointer.
        if (!(await this.session.runAsync(staysFor, still))) return false;
        await this.session.click(await this.session.find("[data-found]"));
        return true;
      },
      seconds,
    );
  }
}
