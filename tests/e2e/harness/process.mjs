// Starting other programs and being sure that they end; waiting for a condition instead of for a time.

import { spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";

/** Programs still running, so that none outlives the test. */
const running = new Set();

process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/**
 * Starts a program that runs until it is stopped. What it says is kept for the error of whoever waits for it.
 *
 * @param {string} name
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, stdin?: string, stdio?: import('node:child_process').StdioOptions }} [options]
 */
export function start(name, args, { env, stdin, stdio = ["pipe", "pipe", "pipe"] } = {}) {
  const child = spawn(name, args, { env: { ...process.env, ...env }, stdio });
  const program = { name, child, said: "", ended: false };
  running.add(child);
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk) => (program.said += chunk));
  }
  child.on("error", (error) => {
    program.ended = true;
    program.said += error.message;
    running.delete(child);
  });
  child.on("exit", () => {
    program.ended = true;
    running.delete(child);
  });
  child.stdin?.end(stdin);
  return program;
}

/**
 * Ends a program and waits until it has ended.
 *
 * @param {ReturnType<typeof start>} program
 * @param {NodeJS.Signals} [signal]
 */
export async function stop(program, signal = "SIGTERM") {
  if (program.ended) return;
  const ended = new Promise((resolve) => program.child.once("exit", resolve));
  program.child.kill(signal);
  await ended;
}

/** The processes that a process has started and that still run. */
export async function children(id) {
  const tasks = await readdir(`/proc/${id}/task`);
  const lists = await Promise.all(
    tasks.map((task) => readFile(`/proc/${id}/task/${task}/children`, "utf8").catch(() => "")),
  );
  return lists.flatMap((list) => list.split(" ").filter(Boolean).map(Number));
}

/** Waits until a process has gone. One that has ended and was not waited for is gone. */
export function gone(id, seconds) {
  return until(
    `process ${id} to end`,
    async () => {
      const status = await readFile(`/proc/${id}/stat`, "utf8").catch(() => "");
      return !status || status.slice(status.lastIndexOf(")") + 2).startsWith("Z");
    },
    seconds,
  );
}

/**
 * Runs a program to its end and gives back what it wrote to standard output.
 *
 * @param {string} name
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<string>}
 */
export function output(name, args, { env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(name, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    let complained = "";
    child.stdout.on("data", (chunk) => (said += chunk));
    child.stderr.on("data", (chunk) => (complained += chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(said);
      else reject(new Error(`${name} ended with ${code}: ${complained.trim()}`));
    });
  });
}

/**
 * Asks again and again until the answer is neither false, null nor undefined; an answer that throws counts as no.
 *
 * @template T
 * @param {string} what for the error, as in "waited 10 s for …"
 * @param {() => T | Promise<T>} ask
 * @param {number} [seconds]
 * @returns {Promise<NonNullable<T>>}
 */
export async function until(what, ask, seconds = 10) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    let cause;
    try {
      const answer = await ask();
      if (answer !== false && answer !== null && answer !== undefined) return answer;
    } catch (error) {
      cause = error;
    }
    if (Date.now() > end) throw new Error(`waited ${seconds} s for ${what}`, { cause });
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
