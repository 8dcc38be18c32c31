// Starts `mudbrick practice` and does at it what a person does in the Developer Console. Running clients is left to run.js.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { program } from "./mudbrick.js";

/** A running practice Adobe, with the paths and projects a client needs: the built-in ones, or those of a seed file. */
export async function startPractice(seed) {
  const folder = mkdtempSync(join(tmpdir(), "mudbrick-interop-"));
  const ca = join(folder, "practice-ca.pem");
  const seeded = seed ? ["--seed", seed] : [];
  const child = spawn(program, ["--json", "practice", "--port", "0", "--ca-out", ca, ...seeded], {
    env: { ...process.env, MUDBRICK_HOME: join(folder, "home") },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { practice, control: access } = await firstJson(child);
  const control = async (path, init) => {
    const headers = { ...init?.headers, [access.header]: access.token };
    const answer = await fetch(`${access.address}${path}`, { ...init, headers });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? undefined : await answer.json().catch(() => undefined);
  };
  return {
    base: practice.base_url,
    ca,
    folder,
    /** Where the control interface is and what to show it, for clients in another process. */
    access,
    control,
    projects: await control("/projects"),
    /** The seeded project with this organisation and title. */
    async project(organization, title) {
      const projects = await control("/projects");
      return projects.find((project) => project.organization === organization && project.title === title);
    },
    /** Uploads a certificate for the client. */
    async certify(clientId, certificate) {
      const body = readFileSync(certificate);
      await control(`/projects/${clientId}/certificates`, { method: "POST", body });
    },
    /** A key whose certificate is registered for the client, as PEM. */
    async register(clientId) {
      const key = makeKey(folder);
      await this.certify(clientId, key.certificate);
      return readFileSync(key.private, "utf8");
    },
    /** A key nobody knows, as PEM. */
    strangersKey: () => readFileSync(makeKey(folder).private, "utf8"),
    async fault(fault) {
      await control("/faults", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(fault),
      });
    },
    requests: (path) => control(`/requests?path=${encodeURIComponent(path)}`),
    /** Forgets the requests seen and takes back the faults. */
    async startOver() {
      await control("/requests", { method: "DELETE" });
      await control("/faults", { method: "DELETE" });
    },
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGINT");
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

/** The first whole JSON value a program prints. */
function firstJson(child) {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout.on("data", (chunk) => {
      text += chunk;
      try {
        resolve(JSON.parse(text));
      } catch {
        // Not whole yet.
      }
    });
    child.once("error", reject);
    child.once("exit", (code) =>
      reject(new Error(`mudbrick practice ended with ${code} after printing: ${text}`)),
    );
  });
}

let made = 0;

/** A key and certificate made by the recipe of Adobe's documents. */
function makeKey(folder) {
  const stem = join(folder, `key-${made++}`);
  const key = { private: `${stem}_private.key`, certificate: `${stem}_public.crt` };
  execFileSync(
    "openssl",
    [
      "req",
      "-x509",
      "-sha256",
      "-nodes",
      "-days",
      "365",
      "-newkey",
      "rsa:2048",
      "-subj",
      "/CN=interop",
      "-keyout",
      key.private,
      "-out",
      key.certificate,
    ],
    { stdio: "ignore" },
  );
  return key;
}
