/*
 * Starts the window: chooses the platform, asks for what is needed to draw once, and draws.
 */
import "./style.css";
import { createRoot } from "react-dom/client";
import { choosePlatform, PlatformProvider } from "./platform";
import { settle, waiting } from "./shared/async";
import { CommandScope } from "./shared/commands";
import { App, fetchFirstPage } from "./views/App";

// WebKitGTK crashes in it, with the whole window, where its DMA-BUF renderer is off (WEBKIT_DISABLE_DMABUF_RENDERER=1, which
// people with some graphics drivers have to set). Spectrum's toasts do without it when it is not there.
Reflect.deleteProperty(Document.prototype, "startViewTransition");

async function draw() {
  const root = document.getElementById("root");
  if (!root) throw new Error("BUG: index.html has no root");
  const platform = await choosePlatform();
  const settings = platform.settingsGet();
  const started = settle(Promise.all([platform.start(), settings]));
  // What fails in it is told where the page is drawn.
  const page = settle(settings.then(fetchFirstPage));
  // The engine answers within milliseconds, and drawing that it is waited for would take longer than that.
  const soon = new Promise((resolve) => setTimeout(resolve, 100));
  await Promise.race([Promise.all([started, page]), soon]);
  const first = await Promise.race([started, waiting]);
  createRoot(root).render(
    <PlatformProvider value={platform}>
      <CommandScope>
        <App first={first} started={started} />
      </CommandScope>
    </PlatformProvider>,
  );
}

void draw();
